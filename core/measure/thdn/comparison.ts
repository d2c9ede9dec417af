import type { AnalysisInput } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { expectTone, placeTones, playedFrequencyHz } from '../level/toneOf.ts';
import type { MeasureSettings } from '../settings.ts';
import { analyzeThdn } from './analyze.ts';
import { compareMethods, type MethodReading } from './compareMethods.ts';
import { thdnDefinition } from './kind.ts';

/** THD+N of one capture by every method. */
export interface MethodComparison {
  readonly kind: 'thdn-comparison';
  readonly schemaVersion: 1;
  readonly sampleRateHz: number;
  readonly frames: number;
  readonly channels: readonly { readonly channel: number; readonly readings: readonly MethodReading[] }[];
}

/**
 * Why instruments disagree about one and the same capture: each method's THD+N, with what it takes off. Channels without a tone are left out.
 * @throws AmpbenchError as the `thdn` kind does
 */
export function compareThdnMethods(input: AnalysisInput, settings: MeasureSettings): MethodComparison {
  const { sampleRateHz, channels } = captureOf(input, 'main', 'thdn');
  const definition = thdnDefinition(settings, sampleRateHz);
  const playedHz = playedFrequencyHz(settings.frequencyHz, input.reference);
  const places = placeTones({ sampleRateHz, unit: 'FS', channels }, playedHz, 'thdn');
  return {
    kind: 'thdn-comparison',
    schemaVersion: 1,
    sampleRateHz,
    frames: channels[0].length,
    channels: channels.flatMap((samples, index) => {
      const place = places[index];
      if (place === null) return [];
      const { start, length, expectedHz } = place;
      const analysis = analyzeThdn(samples, start, length, { ...definition, sampleRateHz, frequencyHz: expectedHz });
      expectTone(analysis.tone, expectedHz, `channel ${index + 1} of thdn`);
      const readings = compareMethods(analysis, definition.bandHz, definition.denominator);
      return [{ channel: index + 1, readings }];
    }),
  };
}
