import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRandom } from '../../../core/signal/random.ts';
import { listRuns } from '../../../host/store/database/runQueries.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { withStore } from '../../../host/store/runStore.ts';
import { manyTake } from './quickRuns.ts';

/** 200 were done by hand (docs/store.md); each costs the start of a process. */
const KILLS = Number(process.env['AMPBENCH_KILLS'] ?? 4);
const TAKES_PER_KILL = 40;
/** A kill comes at most after so many takes and milliseconds: before the run is done. */
const LATEST_KILL = { takes: 12, milliseconds: 5 };

let store = '';
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'ampbench-killed-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
  // Thousands of captures after 200 kills
}, 120_000);

/**
 * Begins or continues the run in a process of its own, and kills that `delayMs` after so many takes; null lets it end.
 * @returns the takes it said were stored
 */
function carryOn(
  path: string,
  takeCount: number,
  kill: { takes: number; delayMs: number } | null,
): Promise<readonly string[]> {
  const program = fileURLToPath(new URL('./fixtureTakes.ts', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', program, path, String(takeCount)], { stdio: 'pipe' });
    let said = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
      if (kill !== null && said.split('\n').length > kill.takes) setTimeout(() => child.kill('SIGKILL'), kill.delayMs);
    });
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (complaints += piece));
    child.on('close', (code, signal) => {
      if (code !== 0 && signal !== 'SIGKILL') reject(new Error(complaints));
      // What stands after the last line end was cut short by the kill
      else resolve(said.split('\n').slice(0, -1));
    });
  });
}

it(`loses no stored take when its process is killed at ${KILLS} random moments, shows no half one, and goes on`, async () => {
  const random = createRandom(7);
  const path = join(store, 'run');
  const takeCount = KILLS * TAKES_PER_KILL;
  const stored = new Set<string>();
  const checked = new Set<string>();
  await withStore(store, () => Promise.resolve());
  for (let kills = 0; kills < KILLS; kills++) {
    const said = await carryOn(path, takeCount, {
      takes: 1 + Math.floor(random.uniform() * LATEST_KILL.takes),
      delayMs: random.uniform() * LATEST_KILL.milliseconds,
    });
    for (const id of said) {
      expect(stored.has(id)).toBe(false);
      stored.add(id);
    }
    const rows = await withStore(store, async ({ database, notices }) => {
      expect(notices).toEqual([]);
      expect(await listRuns(database)).toMatchObject([{ name: 'run', finishedAt: null }]);
      return database.selectFrom('takes').selectAll().execute();
    });
    // One more may be stored than the process could say before it was killed
    const folder = await RunFolder.openForReading(path);
    expect(rows.map(({ takeId }) => takeId)).toEqual(folder.journal.entries.map(({ id }) => id));
    for (const id of stored) expect(rows.some(({ takeId }) => takeId === id)).toBe(true);
    for (const { takeId } of rows.filter((row) => !checked.has(row.takeId))) {
      const take = manyTake(Number(takeId.slice(1)), takeCount);
      expect((await folder.loadTake(take))?.capture.frameCount).toBe(64);
      checked.add(takeId);
      stored.add(takeId);
    }
  }
  await carryOn(path, takeCount, null);
  const [run] = await withStore(store, ({ database }) => listRuns(database));
  expect(run.finishedAt).not.toBeNull();
  const lines = readFileSync(join(path, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(takeCount);
}, 3_600_000);

it('takes in the runs of two processes that work in it at once', async () => {
  await withStore(store, () => Promise.resolve());
  await Promise.all(['a', 'b'].map((name) => carryOn(join(store, name), 20, null)));
  const { runs, takes } = await withStore(store, async ({ database, notices }) => {
    expect(notices).toEqual([]);
    return { runs: await listRuns(database), takes: await database.selectFrom('takes').select('takeId').execute() };
  });
  expect(runs.map(({ name, finishedAt }) => [name, finishedAt !== null]).sort()).toEqual([
    ['a', true],
    ['b', true],
  ]);
  expect(takes).toHaveLength(40);
});
