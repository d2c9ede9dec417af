import { lineSpectrum, type LineSpectrum } from '../../dsp/lineSpectrum.ts';
import { AmpbenchError } from '../../errors.ts';
import { checkFrequency } from '../checkFrequency.ts';
import { soundingStretch, type Stretch } from '../imd/soundingStretch.ts';
import { trackTone, type TrackedTone } from '../imd/trackedLines.ts';
import { halfWidthFor, LONGEST_SECONDS, type Tone } from './findTones.ts';
import { readResidual, type Residual } from './residual.ts';

export interface ToneReading {
  readonly played: Tone;
  readonly line: TrackedTone;
}

export interface MultitoneReading {
  readonly stretch: Stretch;
  readonly tones: readonly ToneReading[];
  /** Captured frequency over played frequency, mean of the tones. */
  readonly rate: number;
  /** Mean square of tones and residual in the band. */
  readonly totalMeanSquare: number;
  readonly residual: Residual;
  /** Residual rms over total rms. */
  readonly tdnRatio: number;
  /** k = 2: chance in the noise, and what is only inferred under the tones. */
  readonly noiseUncertainty: number;
  readonly methodUncertainty: number;
}

/** Farther than any two audio clocks are apart. */
const CLOCK_RANGE = 1.5e-3;
/** Share of the gap between two tones that a half width may take. */
const WIDEST_SHARE = 0.45;
/** A wandering clock moves a line by so much to either side, relative. */
const WANDER_MARGIN = 4e-6;
/** How well the noise under the tones is known from beside them, k = 2, relative in power. */
const FILL_UNCERTAINTY = 0.5;
/** Tones of a capture hold at least this share of its power, or they are not what plays. */
const LEAST_SHARE = 0.5;

function leastGapHz(tones: readonly Tone[]): number {
  return tones.reduce((least, { frequencyHz }, index) => {
    return Math.min(least, frequencyHz - (index === 0 ? 0 : tones[index - 1].frequencyHz));
  }, Infinity);
}

/**
 * Total distortion and noise of a multitone: what a capture holds in the band besides its tones' lines. Tones are found where the player's clock put them;
 * neither coherence nor a shared clock is needed. docs/spec/multitone.md.
 * @param played the tones, ascending, as they were played
 * @param bandHz residual band, inclusive
 * @returns null where the tones are not in the capture
 * @throws AmpbenchError `data/record-too-short`, `data/frequency-above-nyquist`
 * Floor: about −160 dB.
 */
export function analyzeMultitone(
  samples: Float64Array,
  sampleRateHz: number,
  played: readonly Tone[],
  bandHz: readonly [number, number],
): MultitoneReading | null {
  const nyquistHz = sampleRateHz / 2;
  const highestHz = Math.max(bandHz[1], played[played.length - 1].frequencyHz * (1 + CLOCK_RANGE));
  checkFrequency(highestHz, sampleRateHz, 'the highest tone, with its clock, or the end of the band', 'multitone');
  const sounding = soundingStretch(samples, sampleRateHz);
  if (sounding === null) return null;
  const longest = Math.round(LONGEST_SECONDS * sampleRateHz);
  const stretch = { start: sounding.start, length: Math.min(sounding.length, longest) };
  const seconds = stretch.length / sampleRateHz;
  const halfWidthHz = halfWidthFor(seconds);
  const gapHz = leastGapHz(played);
  if (halfWidthHz > WIDEST_SHARE * gapHz)
    throw new AmpbenchError(
      'data',
      'record-too-short',
      `the multitone lasts ${seconds.toFixed(3)} s but must last ${((halfWidthHz * seconds) / (WIDEST_SHARE * gapHz)).toFixed(2)} s to tell tones ${gapHz.toFixed(2)} Hz apart`,
      { seconds, gapHz },
      'Record the multitone for longer.',
    );
  const spectrum = lineSpectrum(
    samples,
    stretch.start,
    stretch.length,
    sampleRateHz,
    halfWidthHz,
    Math.min(highestHz + 4 * halfWidthHz, nyquistHz),
  );
  const { tones, rate } = trackAll(spectrum, played);
  const lines = tones.map(({ line: { frequencyHz } }) => ({
    lowHz: frequencyHz * (1 - WANDER_MARGIN) - halfWidthHz,
    highHz: frequencyHz * (1 + WANDER_MARGIN) + halfWidthHz,
  }));
  const residual = readResidual(spectrum, lines, bandHz);
  const tonePower = tones
    .filter(({ line: { frequencyHz } }) => frequencyHz >= bandHz[0] && frequencyHz <= bandHz[1])
    .reduce((sum, { line }) => sum + (line.isBound ? 0 : line.rms ** 2), 0);
  const totalMeanSquare = tonePower + residual.meanSquare;
  if (tonePower < LEAST_SHARE * totalMeanSquare) return null;
  const tdnRatio = Math.sqrt(residual.meanSquare / totalMeanSquare);
  const degrees = ((bandHz[1] - bandHz[0]) * seconds) / spectrum.window.statisticsLoss;
  return {
    stretch,
    tones,
    rate,
    totalMeanSquare,
    residual,
    tdnRatio,
    // As if all of it were noise; k = 2 of a power is k = 4 of its root, relative
    noiseUncertainty: tdnRatio / Math.sqrt(degrees),
    methodUncertainty:
      residual.meanSquare > 0 ? (tdnRatio * FILL_UNCERTAINTY * residual.filledMeanSquare) / residual.meanSquare / 2 : 0,
  };
}

/** Tones from the highest down: those give the player's rate, by which the others are found among their neighbours. */
function trackAll(
  spectrum: LineSpectrum,
  played: readonly Tone[],
): { readonly tones: readonly ToneReading[]; readonly rate: number } {
  const tones: ToneReading[] = [];
  let weighted = 0;
  let weights = 0;
  const linesHz = played.map(({ frequencyHz }) => frequencyHz);
  for (const tone of played.toReversed()) {
    const rangeHz = weights === 0 ? CLOCK_RANGE * tone.frequencyHz : 1 / spectrum.recordSeconds;
    const line = trackTone(spectrum, tone.frequencyHz * (weights === 0 ? 1 : weighted / weights), rangeHz, linesHz);
    tones.unshift({ played: tone, line });
    if (line.isBound) continue;
    // A tone's frequency is known to the same hertz whatever it is
    const weight = (tone.frequencyHz * line.rms) ** 2;
    weighted += (weight * line.frequencyHz) / tone.frequencyHz;
    weights += weight;
  }
  return { tones, rate: weights === 0 ? 1 : weighted / weights };
}
