import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Analysis, AnalysisFinding, AnalysisInput } from '../../../core/measure/analysis.ts';
import { AmpbenchError } from '../../../core/errors.ts';
import { recordRanges } from '../../../core/stream/records.ts';
import { analyzeStreamed } from '../../../host/files/analyzeStreamed.ts';
import { openCapture } from '../../../host/files/openCapture.ts';
import { writeWave } from '../../../host/files/wave/waveWriter.ts';

const RATE_HZ = 1000;
const FRAMES = 3_000_000;
const RECORD_FRAMES = 2 ** 20;
/** Starts of the second and third record. */
const [, SECOND, THIRD] = recordRanges(0, FRAMES, RATE_HZ).map(({ startFrame }) => startFrame);
/** One in the first record alone, one in both sides of a seam, one at the very start of a record. */
const POPS = [5, SECOND + 100, THIRD];

let folder = '';
let path = '';
let playedPath = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-seams-'));
  path = join(folder, 'capture.wav');
  playedPath = join(folder, 'played.wav');
  const samples = new Float64Array(FRAMES);
  for (const frame of POPS) samples[frame] = 0.5;
  const write = (name: string, frames: number) =>
    writeWave(name, { sampleRateHz: RATE_HZ, unit: 'FS', channels: [samples.subarray(0, frames)] }, 'int16');
  await write(path, FRAMES);
  await write(playedPath, SECOND + 200);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Finds each sample that is not zero, and compares with what was played where that is known. */
function findPops({ captures, reference }: AnalysisInput): AnalysisFinding[] {
  const samples = captures.main?.channels[0] ?? new Float64Array();
  const played = reference?.channels[0];
  return [...samples.keys()].flatMap((frame) =>
    samples[frame] === 0
      ? []
      : [
          {
            code: 'pop',
            channel: 1,
            atSeconds: frame / RATE_HZ,
            count: 1,
            damaging: true,
            text: played?.[frame] === samples[frame] ? 'played' : 'found',
          },
        ],
  );
}

type Analyze = (input: AnalysisInput) => Promise<Analysis>;

const popsBy =
  (fail: (input: AnalysisInput) => void = () => undefined): Analyze =>
  (input) =>
    Promise.resolve().then(() => {
      fail(input);
      return {
        kind: 'integrity',
        schemaVersion: 1,
        sampleRateHz: RATE_HZ,
        frames: RECORD_FRAMES,
        definitionId: '',
        channels: [],
        clock: null,
        integrity: findPops(input),
      };
    });

async function run(analyze: Analyze, reference: string | null, startFrame = 0) {
  const reader = await openCapture(path);
  const played = reference === null ? null : await openCapture(reference);
  try {
    return await analyzeStreamed(analyze, reader, played, startFrame, FRAMES);
  } finally {
    await reader.close();
    await played?.close();
  }
}

it('[STREAM-2] a fault at a seam is found once, at its time in the whole', async () => {
  const { integrity, frames } = await run(popsBy(), null);
  expect(integrity.map(({ atSeconds }) => Math.round((atSeconds ?? NaN) * RATE_HZ))).toEqual(POPS);
  expect(frames).toBe(FRAMES);
});

it('[STREAM-2] times count from the start of the stretch', async () => {
  const { integrity } = await run(popsBy(), null, 4);
  expect(Math.round((integrity[0].atSeconds ?? NaN) * RATE_HZ)).toBe(POPS[0] - 4);
});

it('[STREAM-2] what was played is cut alike, as far as it goes', async () => {
  const { integrity } = await run(popsBy(), playedPath);
  expect(integrity.map(({ text }) => text)).toEqual(['played', 'played', 'found']);
});

it('[STREAM-5] a record that cannot be analysed ends the analysis, naming its time', async () => {
  const fail = ({ captures }: AnalysisInput): void => {
    if (captures.main?.channels[0][100] === 0.5) throw new AmpbenchError('data', 'no-tone', 'there is no tone');
  };
  await expect(run(popsBy(fail), null)).rejects.toMatchObject({
    kind: 'data',
    code: 'no-tone',
    data: { startSeconds: SECOND / RATE_HZ, endSeconds: (SECOND + RECORD_FRAMES) / RATE_HZ },
    tip: 'Name a stretch without it with --start and --end.',
  });
});

it('[STREAM-6] while one record is analysed the next is read, and only one is analysed at a time', async () => {
  let underWay = 0;
  let most = 0;
  const slowly = await run(async (input) => {
    most = Math.max(most, ++underWay);
    // Long enough for the next record to be read over this one, if it were
    await delay(50);
    const analysis = await popsBy()(input);
    underWay--;
    return analysis;
  }, null);
  expect(slowly).toEqual(await run(popsBy(), null));
  expect(most).toBe(1);
});
