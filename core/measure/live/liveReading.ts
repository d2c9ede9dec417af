import type { PowerSpectrum } from '../../dsp/powerSpectrum.ts';

export interface LiveSettings {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Length of the record each reading is made of; a power of two. */
  readonly spectrumPoints: number;
  readonly updatesPerSecond: number;
  /** Residual band of THD+N. */
  readonly bandHz: readonly [number, number];
  /** Samples of at least this magnitude count as clipped; in the samples' unit. */
  readonly clipLevel: number;
}

/** What the meters show of one channel; amplitudes in the samples' unit. Written over by the next update. */
export interface LiveReading {
  /** Counted from 1. */
  readonly channel: number;
  readonly dc: number;
  /** Without DC, over the whole band. */
  readonly levelRms: number;
  /** Largest magnitude since the update before. */
  readonly peak: number;
  /** Since the update before. */
  readonly clippedSamples: number;
  /** Of the strongest line; null where there is none within the band. */
  readonly frequencyHz: number | null;
  /** Residual rms in the band / total rms in the band, method `lobe`; null where there is no tone. */
  readonly thdnRatio: number | null;
  readonly spectrum: PowerSpectrum;
}
