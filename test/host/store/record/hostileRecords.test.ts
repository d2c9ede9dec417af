import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { importRecord } from '../../../../host/store/record/importRecord.ts';
import { encodeManifest, recordComment } from '../../../../host/store/record/recordFormat.ts';
import { withStore } from '../../../../host/store/runStore.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-hostile-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface HostileEntry {
  readonly name: string;
  readonly bytes: Buffer;
  readonly compress?: boolean;
}

/** A zip with a right manifest of whatever is in it. */
async function hostileZip(entries: readonly HostileEntry[], comment?: string): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, bytes, compress } of entries) zip.addBuffer(bytes, name, { compress: compress === true });
  const manifest = encodeManifest({
    kind: 'ampbench-record',
    schemaVersion: 1,
    runId: '00000000-0000-4000-8000-000000000000',
    name: 'run',
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:00.000Z',
    entries: entries.map(({ name, bytes }) => ({
      name,
      byteCount: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  });
  zip.addBuffer(manifest, 'manifest.json', { compress: false });
  zip.end({ comment: comment ?? recordComment(manifest), forceZip64Format: false });
  return buffer(zip.outputStream);
}

/** The package refuses to write such names; they are put in afterwards, in the same length. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  expect(to).toHaveLength(from.length);
  return Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');
}

async function refusal(bytes: Buffer): Promise<unknown> {
  const path = join(folder, 'hostile.ampbench');
  writeFileSync(path, bytes);
  return withStore(join(folder, 'store'), (store) => importRecord(store, path)).then(
    (name) => name,
    (error: unknown) => error,
  );
}

const text = (name: string, content = 'x'): HostileEntry => ({ name, bytes: Buffer.from(content) });

it.each<[string, () => Promise<Buffer>]>([
  [
    'a name that leaves the folder',
    async () => renamed(await hostileZip([text('aa/bb/escape')]), 'aa/bb/escape', '../../escape'),
  ],
  ['an absolute name', async () => renamed(await hostileZip([text('xtmp/escape')]), 'xtmp/escape', '/tmp/escape')],
  ['a name with a drive', async () => renamed(await hostileZip([text('c./escape')]), 'c./escape', 'c:/escape')],
  [
    'a name with a backslash',
    async () => renamed(await hostileZip([text('captures/xy.wav')]), 'captures/xy.wav', 'captures\\xy.wav'),
  ],
  ['a name that no record has', () => hostileZip([text('report.html')])],
  ['a capture in a folder below', () => hostileZip([text('captures/a/b.wav')])],
  ['a name twice', () => hostileZip([text('run.json', '{}'), text('run.json', '[]')])],
  ['a bomb', () => hostileZip([{ name: 'result.json', bytes: Buffer.alloc(50_000_000), compress: true }])],
  ['another comment', () => hostileZip([text('run.json')], 'nothing')],
  ['no run', () => hostileZip([text('card.txt')])],
])('refuses %s, and writes nothing', async (_, make) => {
  expect(await refusal(await make())).toMatchObject({ kind: 'data' });
  expect(
    readdirSync(join(folder, 'store')).filter((name) => !/^(bench\.json|ampbench\.sqlite.*)$/u.test(name)),
  ).toEqual([]);
  expect(existsSync(join(folder, 'escape'))).toBe(false);
});

it('refuses entries that say they hold more than the file does', async () => {
  const zip = await hostileZip([text('run.json', '{}')]);
  const central = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  zip.writeUInt32LE(0x7fffffff, central + 20);
  zip.writeUInt32LE(0x7fffffff, central + 24);
  expect(await refusal(zip)).toMatchObject({ code: 'record-refused' });
});

it('refuses an entry that the manifest does not list', async () => {
  const zip = await hostileZip([text('run.json', '{}'), text('rig.json')]);
  expect(await refusal(renamed(zip, 'rig.json"', 'tig.json"'))).toMatchObject({ kind: 'data' });
});
