import { alignToneTracks } from '../../dsp/alignToneTracks.ts';
import { LEAST_PERIODS, refineHarmonicFrequency } from '../../dsp/refineHarmonicFrequency.ts';
import { steadyStretches, type SteadyStretch } from '../../dsp/steadyStretches.ts';
import { AmpbenchError } from '../../errors.ts';
import type { Capture } from '../analysis.ts';

/** One tone of a stepped stimulus as it lies in a capture: the part in which everything has settled. */
export interface PlacedStep {
  readonly startFrame: number;
  readonly frames: number;
  readonly frequencyHz: number;
  /** Rms as played, in the reference's unit; null where it is not known what was played. */
  readonly playedRms: number | null;
}

/** Left out at a tone's start, or so many periods: DUT and interface settle. */
const SETTLING_SECONDS = 0.008;
const SETTLING_PERIODS = 0.9;
/** Left out at its end, or so many periods: how well ends and latency are known. */
const END_GUARD_SECONDS = 0.003;
const END_GUARD_PERIODS = 0.25;
/** Clocks may differ by as much without a tone being missed. */
const CLOCK_TOLERANCE = 200e-6;
const LEAST_CORRELATION = 0.6;

const settling = (frequencyHz: number): number => Math.max(SETTLING_SECONDS, SETTLING_PERIODS / frequencyHz);
const endGuard = (frequencyHz: number): number => Math.max(END_GUARD_SECONDS, END_GUARD_PERIODS / frequencyHz);

/** How much longer than what is to be analysed of it a tone must be played, seconds. */
export const leftOutSeconds = (frequencyHz: number): number => settling(frequencyHz) + endGuard(frequencyHz) + 0.001;

const loudestOf = ({ channels }: Capture): Float64Array => {
  const energy = channels.map((samples) => samples.reduce((sum, value) => sum + value * value, 0));
  return channels[energy.indexOf(Math.max(...energy))];
};

function settled(stretch: SteadyStretch, latencyFrames: number, sampleRateHz: number, frames: number): PlacedStep {
  const drift = CLOCK_TOLERANCE * stretch.startFrame;
  const begin = stretch.startFrame + latencyFrames;
  const startFrame = Math.max(Math.ceil(begin + settling(stretch.frequencyHz) * sampleRateHz + drift), 0);
  const endFrame = Math.floor(begin + stretch.frames - endGuard(stretch.frequencyHz) * sampleRateHz - drift);
  return {
    startFrame,
    frames: Math.min(endFrame, frames) - startFrame,
    frequencyHz: stretch.frequencyHz,
    playedRms: null,
  };
}

/**
 * Where the tones of a stepped stimulus lie in a capture: after what was played where that is known, else from the capture's loudest channel alone. Tones too
 * short to be analysed, or cut off by the capture's end, are left out.
 * @throws AmpbenchError `data/no-stimulus` where what was played is not in the capture, `data/no-steps` where no tone stands still
 */
export function locateSteps(capture: Capture, reference: Capture | null, kind: string): PlacedStep[] {
  const { sampleRateHz } = capture;
  const heard = loudestOf(capture);
  const played = reference === null ? null : loudestOf(reference);
  let latencyFrames = 0;
  if (played !== null) {
    const alignment = alignToneTracks(played, heard, sampleRateHz);
    if (alignment.correlation < LEAST_CORRELATION)
      throw new AmpbenchError(
        'data',
        'no-stimulus',
        `what was played agrees with the capture to ${alignment.correlation.toFixed(2)} but must to ${LEAST_CORRELATION} in ${kind}`,
        { correlation: alignment.correlation },
        'Give the file that was played for this capture.',
      );
    latencyFrames = alignment.latencyFrames;
  }
  const stretches = steadyStretches(played ?? heard, sampleRateHz);
  const steps = stretches
    .map((stretch): PlacedStep => {
      const place = settled(stretch, latencyFrames, sampleRateHz, heard.length);
      if (played === null || stretch.frames * stretch.frequencyHz < LEAST_PERIODS * sampleRateHz) return place;
      const frequencyHz = refineHarmonicFrequency(
        played,
        stretch.startFrame,
        stretch.frames,
        sampleRateHz,
        stretch.frequencyHz,
        1,
      );
      return { ...place, frequencyHz, playedRms: stretch.rms };
    })
    .filter(({ frames, frequencyHz }) => frames * frequencyHz >= LEAST_PERIODS * sampleRateHz);
  if (steps.length === 0)
    throw new AmpbenchError(
      'data',
      'no-steps',
      `no tone stands still for ${LEAST_PERIODS} periods after settling in the ${played === null ? 'capture' : 'reference'} of ${kind}`,
      { kind },
    );
  return steps;
}
