import { lineSpectrum, removeMean, type LineSpectrum } from '../../dsp/lineSpectrum.ts';
import type { Stretch } from '../imd/soundingStretch.ts';
import { deviationAt, type CarrierPhase } from './carrierPhase.ts';

/** A carrier taken apart: what modulates its phase and what its amplitude, each a real signal, as spectra. */
export interface Modulation {
  /** Peak of the carrier, in the samples' unit. */
  readonly carrierPeak: number;
  /** Of carrierPeak · phase deviation. */
  readonly phase: LineSpectrum;
  /** Of carrierPeak · relative amplitude deviation. */
  readonly amplitude: LineSpectrum;
}

/** Frames between exact readings of the slow phase: over 64 of them it turns by less than 1e-12 of a parabola. */
const PIECE = 64;

/**
 * Quadrature demodulation: the carrier times twice the cosine and twice minus the sine of its own slow phase. The pair of sidebands of a phase modulation
 * stands in the one, that of an amplitude modulation in the other: that is their phase relative to the carrier.
 * @param halfWidthHz of the lines in the spectra
 * @param highestHz of modulation; below the carrier and below what is left to half the sample rate
 */
export function demodulate(
  samples: Float64Array,
  { start, length }: Stretch,
  sampleRateHz: number,
  carrier: CarrierPhase,
  halfWidthHz: number,
  highestHz: number,
): Modulation {
  const inPhase = new Float64Array(length);
  const quadrature = new Float64Array(length);
  const cyclesPerFrame = carrier.frequencyHz / sampleRateHz;
  for (let piece = 0; piece < length; piece += PIECE) {
    const end = Math.min(piece + PIECE, length);
    const deviation = deviationAt(carrier, piece);
    const slope = (deviationAt(carrier, piece + PIECE) - deviation) / PIECE;
    for (let frame = piece; frame < end; frame++) {
      const cycles = cyclesPerFrame * frame;
      const phase = 2 * Math.PI * (cycles - Math.floor(cycles)) + deviation + slope * (frame - piece);
      const doubled = 2 * samples[start + frame];
      inPhase[frame] = doubled * Math.cos(phase);
      quadrature[frame] = -doubled * Math.sin(phase);
    }
  }
  const spectrumOf = (signal: Float64Array): LineSpectrum =>
    lineSpectrum(signal, 0, length, sampleRateHz, halfWidthHz, highestHz);
  const amplitude = spectrumOf(inPhase);
  const phase = spectrumOf(quadrature);
  removeMean(phase);
  return { carrierPeak: removeMean(amplitude), phase, amplitude };
}
