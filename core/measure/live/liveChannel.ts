import { windowedPower } from '../../dsp/fft.ts';
import { bandPower } from '../../dsp/powerSpectrum.ts';
import { blackmanHarris7, WINDOW_LOBE_BINS } from '../../dsp/window.ts';
import { AmpbenchError } from '../../errors.ts';
import { HARMONIC_COUNT, type LiveOptions, type LiveReading, type LiveSettings } from './liveReading.ts';
import { readTone } from './readTone.ts';
import { SpectrumAverage } from './spectrumAverage.ts';

/** A stretch of an array, not copied. */
export interface RecordStretch {
  readonly samples: Float64Array;
  readonly start: number;
  readonly end: number;
}

/** One channel's record, the last `spectrumPoints` samples, and what is read from it. All arrays are had at construction. */
export class LiveChannel {
  readonly reading: { -readonly [Key in keyof LiveReading]: LiveReading[Key] };
  private readonly settings: LiveSettings;
  private readonly average: SpectrumAverage;
  private readonly window: Float64Array;
  private readonly amplitudeScale: number;
  /** Twice the record: written onwards, and only when full moved back, so that the record is always one stretch. */
  private readonly history: Float64Array;
  private end: number;
  private peak = 0;
  private clippedSamples = 0;

  constructor(channel: number, settings: LiveSettings) {
    const { spectrumPoints, sampleRateHz } = settings;
    this.settings = settings;
    this.window = blackmanHarris7(spectrumPoints);
    // As in `powerSpectrum`: the bins' sum is the mean square
    const energy = this.window.reduce((sum, weight) => sum + weight * weight, 0);
    this.amplitudeScale = Math.sqrt(2 / (spectrumPoints * energy));
    this.history = new Float64Array(2 * spectrumPoints);
    this.end = spectrumPoints;
    this.average = new SpectrumAverage(spectrumPoints / 2 + 1);
    this.average.change(settings.averaging, settings.peakHold);
    this.reading = {
      channel,
      dc: 0,
      levelRms: 0,
      peak: 0,
      clippedSamples: 0,
      frequencyHz: null,
      fundamentalRms: null,
      thdnRatio: null,
      thdRatio: null,
      noiseRms: 0,
      humRms: 0,
      mainsHz: 50,
      harmonicRms: new Float64Array(HARMONIC_COUNT),
      harmonicIsBound: new Uint8Array(HARMONIC_COUNT),
      spectrum: {
        power: this.average.power,
        binWidthHz: sampleRateHz / spectrumPoints,
        lobeHalfWidthHz: (WINDOW_LOBE_BINS * sampleRateHz) / spectrumPoints,
        recordSeconds: spectrumPoints / sampleRateHz,
      },
      averaged: 0,
      held: null,
    };
  }

  /** The record as it is now. */
  get record(): RecordStretch {
    return { samples: this.history, start: this.end - this.window.length, end: this.end };
  }

  /** Takes over averaging and hold; the other options are given with every update. */
  change({ averaging, peakHold }: LiveOptions): void {
    this.average.change(averaging, peakHold);
  }

  /** Average and hold begin anew. */
  restart(): void {
    this.average.restart();
  }

  /** Appends frames `from` … `to` − 1 of a block. */
  append(block: Float64Array, from: number, to: number): void {
    const { spectrumPoints, clipLevel } = this.settings;
    if (this.end + to - from > this.history.length) {
      this.history.copyWithin(0, this.end - spectrumPoints, this.end);
      this.end = spectrumPoints;
    }
    let end = this.end;
    for (let index = from; index < to; index++) {
      const value = block[index];
      const magnitude = Math.abs(value);
      if (magnitude > this.peak) this.peak = magnitude;
      if (magnitude >= clipLevel) this.clippedSamples++;
      // Neither comparison holds for NaN; the difference is NaN for NaN and infinity alike
      if (value - value !== 0) this.refuse(value, index);
      this.history[end++] = value;
    }
    this.end = end;
  }

  /** Reads the record; peak and clipped samples begin anew. */
  update(options: LiveOptions): void {
    const { reading, history, end, window, average } = this;
    const start = end - window.length;
    let sum = 0;
    for (let index = start; index < end; index++) sum += history[index];
    reading.dc = sum / window.length;
    const { newest } = average;
    windowedPower(history, start, window, reading.dc, this.amplitudeScale, newest);
    newest[0] /= 2;
    newest[newest.length - 1] /= 2;
    average.add();
    reading.averaged = average.count;
    reading.held = average.held;
    reading.peak = this.peak;
    reading.clippedSamples = this.clippedSamples;
    this.peak = 0;
    this.clippedSamples = 0;
    const { spectrum } = reading;
    reading.levelRms = Math.sqrt(bandPower(spectrum, spectrum.lobeHalfWidthHz, this.settings.sampleRateHz / 2));
    readTone(spectrum, options, reading);
  }

  private refuse(value: number, index: number): never {
    const { channel } = this.reading;
    throw new AmpbenchError(
      'data',
      'not-finite',
      `sample ${index} of channel ${channel} is ${value} but must be a number in a live block`,
      { channel, frame: index },
    );
  }
}
