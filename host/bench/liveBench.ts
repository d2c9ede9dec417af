import { LiveAnalyzer } from '../../core/measure/live/liveAnalyzer.ts';
import { DEFAULT_LIVE_OPTIONS } from '../../core/measure/live/liveReading.ts';
import { createRandom } from '../../core/signal/random.ts';
import { BENCH_RATE_HZ } from './benchCapture.ts';
import { milliseconds, type BenchItem } from './benchItem.ts';
import { medianSeconds, timed } from './rounds.ts';

const ROUNDS = 5;
const STREAM_SECONDS = 2;
const BLOCK_FRAMES = 1920;

/** What the live readings of two channels take of one core. */
export async function benchLive(): Promise<BenchItem[]> {
  const random = createRandom(1);
  const block = Float64Array.from(
    { length: BLOCK_FRAMES },
    (_, frame) => 0.5 * Math.sin((2 * Math.PI * 10 * frame) / BLOCK_FRAMES) + 1e-6 * random.gaussian(),
  );
  let updates = 0;
  const analyzer = new LiveAnalyzer(
    {
      sampleRateHz: BENCH_RATE_HZ,
      channelCount: 2,
      spectrumPoints: 2 ** 17,
      updatesPerSecond: 20,
      ...DEFAULT_LIVE_OPTIONS,
      clipLevel: 1,
    },
    () => updates++,
  );
  const blocks = [block, block];
  const { stream } = await medianSeconds(
    {
      stream: timed(() => {
        for (let frame = 0; frame < STREAM_SECONDS * BENCH_RATE_HZ; frame += BLOCK_FRAMES) analyzer.push(blocks);
      }),
    },
    ROUNDS,
  );
  return [
    {
      name: 'live readings, 2 channels at 192 kHz, 2^17 points, 20 updates a second',
      measured: (100 * stream!) / STREAM_SECONDS,
      unit: '% of a core',
      target: { atMost: 25 },
      note: `${milliseconds(stream! / STREAM_SECONDS)} a second; ${updates} updates in this run`,
    },
  ];
}
