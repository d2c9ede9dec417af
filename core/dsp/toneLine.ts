import { AmpbenchError } from '../errors.ts';
import { lineSpectrum, removeMean, type LineSpectrum } from './lineSpectrum.ts';
import { narrowBand } from './narrowBand.ts';
import { followPhase, type PhaseTrack } from './phaseTrack.ts';
import { densityBeside, toPowerSpectrum, type PowerSpectrum } from './powerSpectrum.ts';
import { shortestRecordSeconds, SKIRT_DB } from './taperedRectangle.ts';
import { strongestLineHz } from './strongestLine.ts';

/** The tone of a record: its line, phase and rate over time, and the transform that everything else is read from. */
export interface ToneLine {
  readonly frequencyHz: number;
  /** Rms of what lies in the line, less the noise there; in the samples' unit. */
  readonly rms: number;
  /** Of the cosine at the record's first sample, radians. */
  readonly phaseRadians: number;
  /** Fitted together with the tone; its line is taken out of the spectrum. */
  readonly dc: number;
  /** What counts as the line: so far on either side. */
  readonly halfWidthHz: number;
  /** Noise beside the line, mean square for each hertz. */
  readonly densityBeside: number;
  readonly track: PhaseTrack;
  readonly spectrum: LineSpectrum;
  readonly power: PowerSpectrum;
}

export interface ToneRequest {
  readonly sampleRateHz: number;
  /** What was played, the clock being up to 1,500 ppm off; null: the strongest line is the tone. */
  readonly nominalHz: number | null;
  /** How far up the spectrum is wanted, Hz. */
  readonly highestHz: number;
}

/** Farther than any two audio clocks are apart, relative. */
export const CLOCK_RANGE = 1.5e-3;

/**
 * Half the width in hertz that counts as the tone: fixed in Hz, whatever the record's length (docs/spec/thdn.md, THDN-2); narrower for bass tones so that it
 * ends well before DC and the second harmonic.
 */
export const lineHalfWidthHz = (frequencyHz: number): number => Math.min(30, 0.3 * frequencyHz);

/** The widest a line may be re its frequency: DC and the second harmonic must stay clear. */
const WIDEST_SHARE = 0.45;
/** A short record's line is widened until the record is so many times the shortest that resolves it: tapered throughout, it would lose precision. */
const COMFORT = 2.5;
/** Skirt of such a widened line, dB: what is tapered less reads rate and level closer to the bound. */
const SHORT_SKIRT_DB = 140;

/**
 * Reads the tone of a record with one transform. Needs no whole number of cycles and no shared clock; DC, hum and harmonics have no influence as long as
 * they lie a half width away. A record too short for the fixed half width gets a wider one, down to `7.2/(0.45 f)` seconds (16 cycles).
 * Errors: frequency about 1.3 and level about 1.1 times the Cramér-Rao bound; leakage −160 dB.
 * @param samples `length` of them from `start`, a steady tone
 * @throws AmpbenchError `data/record-too-short`, `data/frequency-above-nyquist`
 */
export function readTone(samples: Float64Array, start: number, length: number, request: ToneRequest): ToneLine {
  const { sampleRateHz } = request;
  const nominalHz = request.nominalHz ?? strongestLineHz(samples, start, length, sampleRateHz);
  const recordSeconds = length / sampleRateHz;
  if (nominalHz >= sampleRateHz / 2) {
    throw new AmpbenchError(
      'data',
      'frequency-above-nyquist',
      `frequencyHz is ${nominalHz} but must be below ${sampleRateHz / 2} (half of sampleRateHz ${sampleRateHz}) in the analysis of a tone`,
      { frequencyHz: nominalHz, sampleRateHz },
    );
  }
  const fixedHz = lineHalfWidthHz(nominalHz);
  const halfWidthHz = Math.max(
    fixedHz,
    Math.min(shortestRecordSeconds(recordSeconds / COMFORT), WIDEST_SHARE * nominalHz),
  );
  const highestHz = Math.min(Math.max(request.highestHz, nominalHz) + 4 * halfWidthHz, sampleRateHz / 2);
  const skirtDb = halfWidthHz > fixedHz ? SHORT_SKIRT_DB : SKIRT_DB;
  const spectrum = lineSpectrum(samples, start, length, sampleRateHz, halfWidthHz, highestHz, skirtDb);
  const dc = removeMean(spectrum);
  const power = toPowerSpectrum(spectrum);
  const nearHz = strongestNear(power, nominalHz, CLOCK_RANGE * nominalHz + 1 / recordSeconds);
  const track = followPhase(narrowBand(spectrum, nearHz), nearHz, densityBeside(power, nearHz, halfWidthHz, nearHz));
  const { frequencyHz } = track;
  const density = densityBeside(power, frequencyHz, halfWidthHz, frequencyHz);
  const { first, last } = lineBins(power, frequencyHz, halfWidthHz);
  let sum = -density * (last - first + 1) * power.binWidthHz;
  for (let bin = first; bin <= last; bin++) sum += power.power[bin];
  return {
    frequencyHz,
    rms: Math.sqrt(Math.max(sum, 0)),
    phaseRadians: track.phaseRadians,
    dc,
    halfWidthHz,
    densityBeside: density,
    track,
    spectrum,
    power,
  };
}

/** The bins that make up a line. */
export function lineBins(
  { power, binWidthHz }: PowerSpectrum,
  frequencyHz: number,
  halfWidthHz: number,
): { first: number; last: number } {
  const centre = Math.round(frequencyHz / binWidthHz);
  const reach = Math.ceil(halfWidthHz / binWidthHz);
  return { first: Math.max(centre - reach, 0), last: Math.min(centre + reach, power.length - 1) };
}

function strongestNear({ power, binWidthHz }: PowerSpectrum, frequencyHz: number, rangeHz: number): number {
  const last = Math.min(Math.ceil((frequencyHz + rangeHz) / binWidthHz), power.length - 1);
  let best = Math.round(frequencyHz / binWidthHz);
  for (let bin = Math.max(Math.floor((frequencyHz - rangeHz) / binWidthHz), 1); bin <= last; bin++)
    if (power[bin] > power[best]) best = bin;
  return best * binWidthHz;
}
