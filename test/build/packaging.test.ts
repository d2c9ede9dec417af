import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = new URL('../..', import.meta.url).pathname;
const require = createRequire(import.meta.url);
/** Where Electron keeps its fuses: this mark, a version, a count, then one character a fuse. */
const FUSE_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'asarIntegrity',
  'onlyLoadAppFromAsar',
  'browserProcessSnapshot',
  'fileProtocolPrivileges',
];

/** What lies in an archive's header: a tree of `files`, each entry a file or a folder. */
interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly unpacked?: boolean;
}

function listArchive(path: string): Map<string, { readonly unpacked: boolean }> {
  const archive = readFileSync(path);
  const header = JSON.parse(archive.toString('utf8', 16, 16 + archive.readUInt32LE(12))) as Entry;
  const found = new Map<string, { unpacked: boolean }>();
  const walk = (entry: Entry, name: string): void => {
    if (entry.files === undefined) found.set(name, { unpacked: entry.unpacked === true });
    for (const [child, inside] of Object.entries(entry.files ?? {}))
      walk(inside, name === '' ? child : `${name}/${child}`);
  };
  walk(header, '');
  return found;
}

describe('packages, made with a stand-in for the Electron runtime', () => {
  let folder: string;
  let listing: Map<string, { readonly unpacked: boolean }>;

  const pack = (...more: string[]): { status: number | null; output: string } => {
    const config = ['--config', join(ROOT, 'build/packaging/electron-builder.yml')];
    const where = [`-c.electronDist=${join(folder, 'dist')}`, `-c.directories.output=${join(folder, 'release')}`];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        require.resolve('electron-builder/cli.js'),
        ...config,
        '--linux',
        'dir',
        '--publish',
        'never',
        ...where,
        ...more,
      ],
      { cwd: ROOT, encoding: 'utf8', timeout: 120_000 },
    );
    return { status, output: stdout + stderr };
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-package-'));
    mkdirSync(join(folder, 'dist', 'locales'), { recursive: true });
    mkdirSync(join(folder, 'dist', 'resources'));
    const program = join(folder, 'dist', 'electron');
    const wire = `${FUSE_MARK}\u0001${String.fromCharCode(FUSES.length)}${'0'.repeat(FUSES.length)}`;
    writeFileSync(program, `#!/bin/sh\nexit 86\n${wire}\n`, 'latin1');
    chmodSync(program, 0o755);
    writeFileSync(join(folder, 'dist', 'version'), '45.4.1');
    writeFileSync(join(folder, 'dist', 'LICENSE'), '');
    const { status, output } = pack();
    expect(status, output).toBe(0);
    listing = listArchive(join(folder, 'release', 'linux-unpacked', 'resources', 'app.asar'));
  }, 180_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('hold the window in the archive, and the engine with its addon beside it in plain files', () => {
    expect(listing.get('out/electron/main.mjs')).toEqual({ unpacked: false });
    expect(listing.get('out/electron/preload.cjs')).toEqual({ unpacked: false });
    expect(listing.get('out/renderer/index.html')).toEqual({ unpacked: false });
    for (const name of [
      'package.json',
      'out/engine/main.mjs',
      'out/engine/procedure.mjs',
      'out/analysis/worker.mjs',
      'out/native/ampbench_audio.node',
      'cards/index.json',
      'node_modules/@resvg/resvg-wasm/index_bg.wasm',
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ]) {
      expect(listing.get(name), name).toEqual({ unpacked: true });
      expect(existsSync(join(folder, 'release/linux-unpacked/resources/app.asar.unpacked', name)), name).toBe(true);
    }
  });

  it('hold no source, no test, no map and no package but what is read as a file', () => {
    const strangers = [...listing.keys()].filter(
      (name) =>
        !/^(package\.json|LICENSE|cards\/|out\/(analysis|chunks|cli|electron|engine|native|renderer)\/)/u.test(name) &&
        !/^node_modules\/(@expo-google-fonts|@resvg|better-sqlite3)\//u.test(name),
    );
    expect(strangers).toEqual([]);
    expect([...listing.keys()].filter((name) => /\.(ts|tsx|map)$/u.test(name))).toEqual([]);
  });

  it('have their fuses set: no Node mode, no options from outside, only our archive, checked', () => {
    const program = readFileSync(join(folder, 'release', 'linux-unpacked', 'ampbench'), 'latin1');
    const wire = program.slice(program.indexOf(FUSE_MARK) + FUSE_MARK.length + 2).slice(0, FUSES.length);
    const on = FUSES.filter((_fuse, index) => wire[index] === '1');
    expect(on).toEqual(['cookieEncryption', 'asarIntegrity', 'onlyLoadAppFromAsar']);
  });

  it('are refused with the name of a setting that does not exist', () => {
    const { status, output } = pack('-c.npmRebuildd=true');
    expect(status).not.toBe(0);
    expect(output).toContain("unknown property 'npmRebuildd'");
  });
});
