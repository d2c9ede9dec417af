import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, type CliResult } from './builtCli.ts';

const SERIAL = 'Ω-7 № ٣ 🎧';
let folder = '';
const at = (...names: string[]): string => join(folder, ...names);
/** On a machine of its own: another data folder. */
const on = (machine: string, ...args: string[]): Promise<CliResult> =>
  runCli(args, { environment: { XDG_DATA_HOME: at(machine) } });
const json = ({ stdout }: CliResult): unknown => JSON.parse(stdout);

let measured: CliResult = { code: null, stdout: '', stderr: '' };
let name = '';
let id = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-runs-'));
  measured = await on(
    'here',
    'measure',
    'noise',
    '--rig',
    'sim:usb-192/hpa-1',
    '--loopback',
    '--yes',
    '--serial',
    ` ${SERIAL}\r`,
    '--json',
  );
  [name = ''] = readdirSync(at('here', 'ampbench', 'runs')).filter((each) => each.endsWith('-noise'));
  const [run] = json(await on('here', 'runs', 'list', '--json')) as [{ id: string }];
  ({ id } = run);
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a measured run', () => {
  it('is listed with its serial number, found by words, shown and summed up', async () => {
    expect(measured.code).toBe(0);
    const listed = { id, name, sort: 'measurement', serial: SERIAL, simulated: true, outcome: 'measured' };
    expect(json(await on('here', 'runs', 'list', '--search', 'ω-7 noise', '--json'))).toMatchObject([listed]);
    expect(json(await on('here', 'runs', 'list', '--search', 'elsewhere', '--json'))).toEqual([]);
    expect((await on('here', 'runs', 'list')).stdout).toContain(SERIAL);
    const shown = json(await on('here', 'runs', 'show', id.slice(0, 8), '--json'));
    expect(shown).toMatchObject({ run: listed, folder: at('here', 'ampbench', 'runs', name), notes: [] });
    const stats = json(await on('here', 'runs', 'stats', '--json')) as { series: string; n: number }[];
    expect(stats.length).toBeGreaterThan(0);
    expect(stats.every(({ n }) => n === 1)).toBe(true);
  });

  it('is exported, proven unchanged, opened on another machine and computed again to the same bytes', async () => {
    const file = at('run.ampbench');
    expect((await on('here', 'runs', 'export', name, file)).code).toBe(0);
    expect((await on('there', 'runs', 'verify-record', file)).code).toBe(0);
    expect(json(await on('there', 'runs', 'import', file, '--json'))).toEqual({ run: name });
    const again = json(await on('there', 'runs', 'reanalyze', id, '--json'));
    expect(again).toMatchObject({ isSame: true, changes: [] });
    expect((await on('there', 'report', name, '--format', 'json')).stdout).toBe(measured.stdout);
    const bytes = readFileSync(file);
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    writeFileSync(file, bytes);
    const changed = await on('there', 'runs', 'verify-record', file, '--json');
    expect(changed.code).toBe(5);
    expect(json(changed)).toMatchObject({ unchanged: false, faults: [{ entry: 'captures/noise.main.wav' }] });
  });

  it('is put aside and brought back', async () => {
    await on('here', 'runs', 'delete', name);
    expect(json(await on('here', 'runs', 'list', '--json'))).toEqual([]);
    expect(json(await on('here', 'runs', 'list', '--deleted', '--json'))).toMatchObject([{ id }]);
    await on('here', 'runs', 'undelete', id);
    expect(json(await on('here', 'runs', 'list', '--json'))).toMatchObject([{ id, deletedAt: null }]);
  });

  it('says which figure differs when its result is not what its captures give', async () => {
    const file = at('here', 'ampbench', 'runs', name, 'result.json');
    const text = readFileSync(file, 'utf8');
    const result = JSON.parse(text) as { channels: { figures: { noise: { value: number } } }[] };
    result.channels[0].figures.noise.value *= 1.001;
    writeFileSync(file, JSON.stringify(result));
    const compared = json(await on('here', 'runs', 'reanalyze', name, '--json'));
    writeFileSync(file, text);
    expect(compared).toMatchObject({ isSame: false, changes: [{ series: 'noise/noise/1', reason: 'computed' }] });
  });
});

it('moves what earlier versions kept elsewhere into the store', async () => {
  mkdirSync(at('earlier', 'ampbench', 'measurements'), { recursive: true });
  renameSync(at('there', 'ampbench', 'runs', name), at('earlier', 'ampbench', 'measurements', name));
  expect(json(await on('earlier', 'runs', 'list', '--json'))).toMatchObject([{ name, serial: SERIAL }]);
  expect(readdirSync(at('earlier', 'ampbench', 'runs'))).toContain(name);
});

it.each([
  [['runs', 'show', 'nothing'], 5, /run-unknown.*no run "nothing"/su],
  [['measure', 'noise', '--rig', 'sim:usb-192/hpa-1', '--serial', ''], 3, /serial-invalid.*is empty/su],
  [['runs', 'verify-record', 'package.json'], 5, /record-refused/u],
  [['runs', 'import', 'package.json'], 5, /record-refused/u],
])('%j exits with %i and says why', async (args, code, words) => {
  const result = await on('here', ...args);
  expect(result.stderr).toMatch(words);
  expect(result.code).toBe(code);
});
