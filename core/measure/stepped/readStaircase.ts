import type { AnalysisInput, Capture, ClockEstimate } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { bandName, checkBand } from '../checkBand.ts';
import type { MeasureSettings } from '../settings.ts';
import { locateSteps, type PlacedStep } from './locateSteps.ts';
import { analyzeShortTone, type ShortTone } from './shortTone.ts';
import { stepClock } from './stepClock.ts';

/** A stepped capture taken apart: every tone of every channel. */
export interface Staircase {
  readonly capture: Capture;
  readonly bandHz: readonly [number, number];
  readonly denominator: 'total' | 'fundamental';
  /** `fit.total.20-20k`: method, denominator and band, as definition ids end. */
  readonly definition: string;
  readonly steps: readonly PlacedStep[];
  /** One list for each channel, in the order of the steps; null where a step holds nothing but zeros. */
  readonly tones: readonly (readonly ShortTone[] | null)[];
  readonly clock: ClockEstimate | null;
}

const HARMONIC_COUNT = 10;

/**
 * THD+N, THD and level of every tone of a stepped capture, in every channel.
 * @throws AmpbenchError as `checkBand` and `locateSteps` do
 */
export function readStaircase(input: AnalysisInput, settings: MeasureSettings, kind: string): Staircase {
  const capture = captureOf(input, 'main', kind);
  const { sampleRateHz } = capture;
  const bandHz = checkBand(settings.bandHz ?? [20, 20_000], sampleRateHz, kind);
  const denominator = settings.denominator ?? 'total';
  const steps = locateSteps(capture, input.reference, kind);
  const shortSettings = { sampleRateHz, bandHz, harmonicCount: settings.harmonicCount ?? HARMONIC_COUNT, denominator };
  const tones = capture.channels.map((samples) =>
    steps.some(({ startFrame, frames }) => isSilent(samples, startFrame, frames))
      ? null
      : steps.map(({ startFrame, frames, frequencyHz }) =>
          analyzeShortTone(samples, startFrame, frames, frequencyHz, shortSettings),
        ),
  );
  const loudest = tones.reduce((most, readings) => (topOf(readings) > topOf(most) ? readings : most));
  const found = steps.map(({ frequencyHz, frames }, index) => ({
    playedHz: frequencyHz,
    foundHz: loudest?.[index].frequencyHz ?? frequencyHz,
    seconds: frames / sampleRateHz,
    rms: loudest?.[index].fundamentalRms ?? 0,
  }));
  return {
    capture,
    bandHz,
    denominator,
    definition: `fit.${denominator}.${bandName(bandHz)}`,
    steps,
    tones,
    clock: input.reference === null || loudest === null ? null : stepClock(found),
  };
}

const topOf = (readings: readonly ShortTone[] | null): number =>
  (readings ?? []).reduce((most, { fundamentalRms }) => Math.max(most, fundamentalRms), 0);

/** Nothing whose power float64 can hold. */
function isSilent(samples: Float64Array, startFrame: number, frames: number): boolean {
  let square = 0;
  for (let frame = startFrame; frame < startFrame + frames; frame++) square += samples[frame] * samples[frame];
  return square === 0;
}
