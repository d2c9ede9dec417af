import { windowedPower } from '../../dsp/fft.ts';
import { bandPower, noiseDensityBeside, type PowerSpectrum } from '../../dsp/powerSpectrum.ts';
import { blackmanHarris7, WINDOW_LOBE_BINS } from '../../dsp/window.ts';
import { AmpbenchError } from '../../errors.ts';
import { lineHalfWidthHz } from '../../dsp/toneLine.ts';
import type { LiveReading, LiveSettings } from './liveReading.ts';

/** One channel's record, the last `spectrumPoints` samples, and what is read from it. All arrays are had at construction. */
export class LiveChannel {
  readonly reading: { -readonly [Key in keyof LiveReading]: LiveReading[Key] };
  private readonly settings: LiveSettings;
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
    const spectrum: PowerSpectrum = {
      power: new Float64Array(spectrumPoints / 2 + 1),
      binWidthHz: sampleRateHz / spectrumPoints,
      lobeHalfWidthHz: (WINDOW_LOBE_BINS * sampleRateHz) / spectrumPoints,
      recordSeconds: spectrumPoints / sampleRateHz,
    };
    this.reading = {
      channel,
      dc: 0,
      levelRms: 0,
      peak: 0,
      clippedSamples: 0,
      frequencyHz: null,
      thdnRatio: null,
      spectrum,
    };
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
  update(): void {
    const { reading, history, end, window } = this;
    const { spectrum } = reading;
    const { power } = spectrum;
    const start = end - window.length;
    let sum = 0;
    for (let index = start; index < end; index++) sum += history[index];
    reading.dc = sum / window.length;
    windowedPower(history, start, window, reading.dc, this.amplitudeScale, power);
    power[0] /= 2;
    power[power.length - 1] /= 2;
    reading.peak = this.peak;
    reading.clippedSamples = this.clippedSamples;
    this.peak = 0;
    this.clippedSamples = 0;
    this.readTone();
  }

  private readTone(): void {
    const { reading, settings } = this;
    const { spectrum } = reading;
    const { power, binWidthHz } = spectrum;
    const nyquistHz = settings.sampleRateHz / 2;
    reading.levelRms = Math.sqrt(bandPower(spectrum, spectrum.lobeHalfWidthHz, nyquistHz));
    let top = 2 * WINDOW_LOBE_BINS;
    for (let bin = top + 1; bin < power.length; bin++) if (power[bin] > power[top]) top = bin;
    reading.frequencyHz = null;
    reading.thdnRatio = null;
    const [lowHz, highHz] = settings.bandHz;
    if (power[top] === 0 || top * binWidthHz > highHz) return;

    // The centre of gravity of a line's power is its frequency: |W|² is even
    let moment = 0;
    let weight = 0;
    const last = Math.min(top + WINDOW_LOBE_BINS, power.length - 1);
    for (let bin = top - WINDOW_LOBE_BINS; bin <= last; bin++) {
      weight += power[bin];
      moment += bin * power[bin];
    }
    const frequencyHz = (moment / weight) * binWidthHz;
    const halfWidthHz = Math.max(lineHalfWidthHz(frequencyHz), spectrum.lobeHalfWidthHz);
    const density = noiseDensityBeside(spectrum, frequencyHz, halfWidthHz, 2 * halfWidthHz);
    const line = bandPower(spectrum, frequencyHz - halfWidthHz, frequencyHz + halfWidthHz);
    const lineStartHz = Math.max(frequencyHz - halfWidthHz, lowHz);
    const lineEndHz = Math.min(frequencyHz + halfWidthHz, highHz);
    const residual =
      bandPower(spectrum, lowHz, Math.max(lineStartHz, lowHz)) +
      bandPower(spectrum, lineEndHz, highHz) +
      density * Math.max(lineEndHz - lineStartHz, 0);
    const fundamental = Math.max(line - density * 2 * halfWidthHz, 0);
    reading.frequencyHz = frequencyHz;
    reading.thdnRatio = Math.sqrt(residual / (fundamental + residual));
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
