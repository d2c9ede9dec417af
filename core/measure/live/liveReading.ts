import type { PowerSpectrum } from '../../dsp/powerSpectrum.ts';

/** Harmonics that are read, the fundamental among them. */
export const HARMONIC_COUNT = 10;

/** How spectra are averaged, as power: `linear` counts all since the beginning alike until there are `count`, `exponential` counts the newest 1/count from the start. */
export interface LiveAveraging {
  readonly kind: 'off' | 'linear' | 'exponential';
  /** 1 or more. */
  readonly count: number;
}

/** What may be changed while readings go on. */
export interface LiveOptions {
  /** Residual band of THD+N, and band of noise. */
  readonly bandHz: readonly [number, number];
  /** What the residual of THD+N is held against. */
  readonly denominator: 'total' | 'fundamental';
  /** Of noise only. */
  readonly weighting: 'unweighted' | 'a';
  readonly averaging: LiveAveraging;
  /** The highest power of every bin is kept. */
  readonly peakHold: boolean;
}

export const DEFAULT_LIVE_OPTIONS: LiveOptions = {
  bandHz: [20, 20_000],
  denominator: 'total',
  weighting: 'unweighted',
  averaging: { kind: 'off', count: 1 },
  peakHold: false,
};

export interface LiveSettings extends LiveOptions {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Length of the record each reading is made of; a power of two. */
  readonly spectrumPoints: number;
  readonly updatesPerSecond: number;
  /** Samples of at least this magnitude count as clipped; in the samples' unit. */
  readonly clipLevel: number;
}

/** What is read of a tone and of what is not the tone; amplitudes in the samples' unit. */
export interface ToneReading {
  /** Of the strongest line; null where there is none within the band. */
  frequencyHz: number | null;
  /** Null without a tone. */
  fundamentalRms: number | null;
  /** Residual rms in the band / total or fundamental, method `lobe`; null without a tone. */
  thdnRatio: number | null;
  /** Harmonics 2 to 10 within the band / fundamental; null without a tone, or where no harmonic lies in the band. */
  thdRatio: number | null;
  /** In the band, without the fundamental and its harmonics, weighted. */
  noiseRms: number;
  /** Of the mains' first ten multiples that lie clear of the tone and its harmonics. */
  humRms: number;
  /** The mains frequency with more of it. */
  mainsHz: 50 | 60;
  /** Harmonic n at n − 1; 0 beyond the spectrum, and without a tone. */
  readonly harmonicRms: Float64Array;
  /** 1: at or under the noise of its own line, `harmonicRms` is a bound. */
  readonly harmonicIsBound: Uint8Array;
}

/** What the meters show of one channel; amplitudes in the samples' unit. Written over by the next update. */
export interface LiveReading extends Readonly<ToneReading> {
  /** Counted from 1. */
  readonly channel: number;
  readonly dc: number;
  /** Without DC, over the whole band. */
  readonly levelRms: number;
  /** Largest magnitude since the update before. */
  readonly peak: number;
  /** Since the update before. */
  readonly clippedSamples: number;
  /** Averaged; everything read from a spectrum is read from this one. */
  readonly spectrum: PowerSpectrum;
  /** How many spectra the average holds. */
  readonly averaged: number;
  /** Highest power of each bin since hold was switched on; null while it is off. */
  readonly held: Float64Array | null;
}
