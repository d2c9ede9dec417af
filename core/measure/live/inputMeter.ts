import type { Rig } from '../../calibration/rig.ts';
import { windowedPower } from '../../dsp/fft.ts';
import { blackmanHarris7, WINDOW_LOBE_BINS } from '../../dsp/window.ts';
import { SpectrumView } from './spectrumView.ts';

/** What one input shows. Ratios: 1 = full scale for peaks, a full-scale sine for rms. Volts: at the DUT's output. */
export interface InputLevel {
  /** Highest sample since the last reading. */
  readonly peakRatio: number;
  readonly peakVolts: number;
  /** Over what came in since the last reading. */
  readonly rmsRatio: number;
  readonly rmsVolts: number;
  /** Highest sample since the take began. */
  readonly heldPeakRatio: number;
  /** Since the take began. */
  readonly clippedSamples: number;
}

/** Rms of a line at each frequency, volts at the DUT's output, thinned for a drawing; one row for each of the rig's channels. */
export interface InputSpectrum {
  readonly frequenciesHz: readonly number[];
  readonly voltsRms: readonly (readonly number[])[];
}

/** Bins of 6 Hz at 192 kHz: quick enough to follow a take, fine enough to tell hum from a tone. */
const RECORD_SECONDS = 0.17;
const LOWEST_HZ = 20;
const COLUMNS = 240;
/** The highest code of 16 bits is as near to full scale as a clipped sample may stay. */
const CLIP_RATIO = 1 - 2 ** -15;

/** What crosses to a page needs no more digits than it can show. */
const short = (value: number): number => Number(value.toPrecision(4));

interface Sums {
  peak: number;
  squares: number;
  frames: number;
  heldPeak: number;
  clippedSamples: number;
}

const nothing = (): Sums => ({ peak: 0, squares: 0, frames: 0, heldPeak: 0, clippedSamples: 0 });

/** Meters of a rig's inputs while a take is recorded: levels between two readings, and the spectrum of what came in last. */
export class InputMeter {
  readonly #voltsPerUnit: number;
  readonly #spectrumInputs: readonly number[];
  readonly #window: Float64Array;
  readonly #power: Float64Array;
  readonly #amplitudeScale: number;
  readonly #lineScale: number;
  readonly #view: SpectrumView;
  /** The newest samples of each of the rig's channels, written round and round. */
  readonly #records: readonly Float64Array[];
  readonly #unrolled: Float64Array;
  #place = 0;
  #channelCount = 0;
  #sums: Sums[] = [];

  constructor({ input, channels, sampleRateHz }: Pick<Rig, 'input' | 'channels' | 'sampleRateHz'>) {
    const points = 2 ** Math.round(Math.log2(RECORD_SECONDS * sampleRateHz));
    this.#voltsPerUnit = input.fullScaleVoltsRms * Math.SQRT2 * input.dividerRatio;
    this.#spectrumInputs = channels.map(({ inputChannel }) => inputChannel - 1);
    this.#window = blackmanHarris7(points);
    let sum = 0;
    let energy = 0;
    for (const weight of this.#window) {
      sum += weight;
      energy += weight * weight;
    }
    // As in `powerSpectrum`: the bins' sum is the mean square; a line stands over the window's noise bandwidth
    this.#amplitudeScale = Math.sqrt(2 / (points * energy));
    this.#lineScale = (points * energy) / (sum * sum);
    this.#power = new Float64Array(points / 2 + 1);
    this.#view = new SpectrumView(
      { lowHz: LOWEST_HZ, highHz: sampleRateHz / 2, columns: COLUMNS },
      {
        power: this.#power,
        binWidthHz: sampleRateHz / points,
        lobeHalfWidthHz: (WINDOW_LOBE_BINS * sampleRateHz) / points,
        recordSeconds: points / sampleRateHz,
      },
    );
    this.#records = channels.map(() => new Float64Array(points));
    this.#unrolled = new Float64Array(points);
  }

  /** A take of so many recorded channels begins: nothing of an earlier one is left. */
  begin(channelCount: number): void {
    this.#channelCount = channelCount;
    this.#sums = Array.from({ length: channelCount }, nothing);
    this.#place = 0;
    for (const record of this.#records) record.fill(0);
  }

  /** Takes in interleaved frames, full scale = 1. */
  add(frames: Float32Array): void {
    const channelCount = this.#channelCount;
    const frameCount = frames.length / channelCount;
    this.#sums.forEach((sums, channel) => {
      let { peak, squares, clippedSamples } = sums;
      for (let at = channel; at < frames.length; at += channelCount) {
        const magnitude = Math.abs(frames[at]);
        if (magnitude > peak) peak = magnitude;
        if (magnitude >= CLIP_RATIO) clippedSamples += 1;
        squares += magnitude * magnitude;
      }
      Object.assign(sums, { peak, squares, clippedSamples });
      sums.frames += frameCount;
      sums.heldPeak = Math.max(sums.heldPeak, peak);
    });
    const { length } = this.#window;
    const first = Math.max(0, frameCount - length);
    this.#records.forEach((record, index) => {
      const input = this.#spectrumInputs[index];
      if (input >= channelCount) return;
      for (let frame = first; frame < frameCount; frame++)
        record[(this.#place + frame) % length] = frames[frame * channelCount + input] * this.#voltsPerUnit;
    });
    this.#place = (this.#place + frameCount) % length;
  }

  /** Of every recorded channel since the last reading; what is not held begins anew. */
  levels(): readonly InputLevel[] {
    return this.#sums.map((sums) => {
      const { peak, squares, frames, heldPeak, clippedSamples } = sums;
      const rms = frames === 0 ? 0 : Math.sqrt(squares / frames);
      Object.assign(sums, { peak: 0, squares: 0, frames: 0 });
      return {
        peakRatio: short(peak),
        peakVolts: short(peak * this.#voltsPerUnit),
        rmsRatio: short(rms * Math.SQRT2),
        rmsVolts: short(rms * this.#voltsPerUnit),
        heldPeakRatio: short(heldPeak),
        clippedSamples,
      };
    });
  }

  /** Of the last 0.17 s; what has not been recorded yet counts as silence. */
  spectrum(): InputSpectrum {
    const { length } = this.#window;
    const lowest = new Float32Array(this.#view.pointCount);
    const highest = new Float32Array(this.#view.pointCount);
    const voltsRms = this.#records.map((record) => {
      this.#unrolled.set(record.subarray(this.#place));
      this.#unrolled.set(record.subarray(0, this.#place), length - this.#place);
      const mean = this.#unrolled.reduce((sum, value) => sum + value, 0) / length;
      windowedPower(this.#unrolled, 0, this.#window, mean, this.#amplitudeScale, this.#power);
      this.#view.read(this.#power, this.#lineScale, lowest, highest);
      return Array.from(highest, short);
    });
    return { frequenciesHz: Array.from(this.#view.frequenciesHz, short), voltsRms };
  }
}
