import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeResult } from '../../../core/result/encodeResult.ts';
import type { Verification } from '../../../core/result/verification.ts';
import type { Prompt } from '../../../core/run/effects.ts';
import { runVerification } from '../../../core/run/runVerification.ts';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { createSimulatedAudio } from '../../../host/audio/simulated.ts';
import { executeRun } from '../../../host/engine/executeRun.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { hpa1Card } from '../../run/hpa1Card.ts';

const SEED = 5;
const bench = createSimulatedBench('sim:usb-192/hpa-1', { seed: SEED });
const card = hpa1Card();
let path = '';
let asked: string[] = [];
let played: string[] = [];

/** Carries the real run out on the folder; a person who forgets the load says done and leaves the output open. */
async function carryOut(folder: RunFolder, forgetsLoad: boolean): Promise<Verification> {
  const audio = createSimulatedAudio(bench);
  let forgotten = false;
  const context = {
    rig: bench.rig,
    folder,
    confirmWiring: true,
    cancel: new AbortController().signal,
    bench: {
      audio,
      tailSeconds: 0.1,
      wire: (wiring: Prompt['wiring']) => {
        forgotten = forgetsLoad && wiring.loadOhms === 20;
        audio.setWiring(forgotten ? { ...wiring, loadOhms: null } : wiring);
      },
      beginTake: (takeNumber: number) => {
        audio.setTakeNumber(takeNumber);
      },
    },
    ask: (prompt: Prompt) => {
      asked.push(prompt.id);
      return Promise.resolve({ answer: 'done' } as const);
    },
    observe: (event: { type: string; takeId?: string; fromDisk?: boolean }) => {
      if (event.type === 'take-finished' && event.fromDisk === false) played.push(event.takeId ?? '');
    },
  };
  return executeRun(runVerification(card, bench.rig, { seed: SEED, simulated: true }), context).finally(() =>
    folder.close(),
  );
}

beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'ampbench-again-')), 'run');
});
afterAll(() => rm(join(path, '..'), { recursive: true, force: true }));

const captures = async (): Promise<string[]> => (await readdir(join(path, 'captures'))).sort();

it('a run that ended because the load was not connected goes on from its folder once it is', async () => {
  const folder = await RunFolder.create(path, {
    schemaVersion: 1,
    card: { id: 'hpa-1', text: 'card', identity: {} },
    rig: bench.rig,
    seed: SEED,
  });
  await expect(carryOut(folder, true)).rejects.toMatchObject({ kind: 'data', code: 'load-not-changed' });
  expect(asked.slice(-2)).toEqual(['wire-load-20', 'wire-load-20-again']);
  expect(await readFile(join(path, 'journal.jsonl'), 'utf8')).toContain(
    '{"type":"discard","reason":"load-not-changed"}',
  );
  const before = await captures();

  asked = [];
  played = [];
  const verification = await carryOut(await RunFolder.open(path), false);
  // Only what stood on the refused wiring is asked for and played again
  expect(asked).toEqual(['wire-load-20-again', 'wire-load-300']);
  expect(played[0]).toBe('load-20.probe-2');
  expect(played.some((takeId) => /^(baseline|gain|response|noise|input-impedance)/.test(takeId))).toBe(false);
  expect(verification.claims.find(({ quantity }) => quantity === 'output_impedance')).toMatchObject({
    verdict: 'pass',
  });
  // Nothing that was ever recorded is gone
  expect(await captures()).toEqual(expect.arrayContaining([...before, 'load-20.probe-2.discarded-1.wav']));
  expect(verification.captures.map(({ file }) => file)).not.toContain('captures/load-20.probe-2.discarded-1.wav');

  asked = [];
  played = [];
  const again = await carryOut(await RunFolder.open(path), false);
  expect({ asked, played }).toEqual({ asked: [], played: [] });
  expect(encodeResult(again)).toBe(encodeResult(verification));
}, 60_000);
