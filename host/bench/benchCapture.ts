import type { AnalysisInput, Capture, KindDefinition } from '../../core/measure/analysis.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { createRandom } from '../../core/signal/random.ts';

export const BENCH_RATE_HZ = 192_000;

const LATENCY_FRAMES = 1000;
const TAIL_FRAMES = BENCH_RATE_HZ / 10;
const NOISE_VOLTS_RMS = 2e-6;

/** What a slightly crooked amplifier makes of a stimulus: latency, second and third order, noise. */
function throughAmplifier(played: Float64Array, seed: number): Float64Array {
  const random = createRandom(seed);
  const captured = new Float64Array(played.length + LATENCY_FRAMES + TAIL_FRAMES);
  for (let frame = 0; frame < captured.length; frame++) {
    const x = played[frame - LATENCY_FRAMES] ?? 0;
    captured[frame] = x + 1e-4 * x * x + 5e-5 * x * x * x + NOISE_VOLTS_RMS * random.gaussian();
  }
  return captured;
}

/** The settings of these that the kind heeds. */
export function heeded(definition: KindDefinition, settings: MeasureSettings): MeasureSettings {
  return Object.fromEntries(
    Object.entries(settings).filter(([key]) => definition.options.some((option) => option === key)),
  );
}

/** A kind's own stimulus at 1 V and 192 kHz, and what comes back. */
export function benchInput(
  definition: KindDefinition,
  settings: MeasureSettings,
  channelCount: number,
): { main: Capture; input: AnalysisInput } {
  const [take] = definition.stimulus(settings, {
    sampleRateHz: BENCH_RATE_HZ,
    channelCount,
    levelVoltsRms: 1,
    fullScaleVoltsPeak: 4,
    random: createRandom(1),
  });
  const capture = (channels: readonly Float64Array[]): Capture => ({
    sampleRateHz: BENCH_RATE_HZ,
    unit: 'V',
    channels,
  });
  const main = capture(take.channels.map((played, channel) => throughAmplifier(played, 2 + channel)));
  const reference = definition.reference === 'ignored' ? null : capture(take.channels);
  return { main, input: { captures: { main }, reference } };
}
