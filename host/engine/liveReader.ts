import type { Rig } from '../../core/calibration/rig.ts';
import { LiveAnalyzer } from '../../core/measure/live/liveAnalyzer.ts';
import type { LiveReading } from '../../core/measure/live/liveReading.ts';
import { thinStretch, triggeredStart } from '../../core/measure/live/scopeView.ts';
import { SpectrumView } from '../../core/measure/live/spectrumView.ts';
import { blackmanHarris7 } from '../../core/dsp/window.ts';
import type { LiveAnalyzerRequest, LiveChannelFrame } from '../../electron/ipc/live.ts';
import { encodeLiveFrame } from './liveFrame.ts';

/** Bins of 1.5 Hz at 192 kHz. */
const RECORD_SECONDS = 0.7;
/** More than the 20 a second that are asked for, so that a late one costs nothing. */
const UPDATES_PER_SECOND = 24;

/** Samples of each reading's record: the power of two nearest to 0.7 s. */
export const spectrumPointsAt = (sampleRateHz: number): number =>
  2 ** Math.round(Math.log2(RECORD_SECONDS * sampleRateHz));

function channelFrame(reading: LiveReading, name: string): LiveChannelFrame {
  const { dc, levelRms, peak, clippedSamples, frequencyHz, fundamentalRms, thdnRatio, thdRatio } = reading;
  const { noiseRms, humRms, mainsHz, harmonicRms, harmonicIsBound } = reading;
  return {
    name,
    ...{ dc, levelRms, peak, clippedSamples, frequencyHz, fundamentalRms, thdnRatio, thdRatio },
    ...{ noiseRms, humRms, mainsHz },
    harmonicRms: Array.from(harmonicRms),
    harmonicIsBound: Array.from(harmonicIsBound, (isBound) => isBound === 1),
  };
}

/** From a bin's mean square to that of a line on it: the window's equivalent noise bandwidth, bins. */
function lineScaleOf(points: number): number {
  const window = blackmanHarris7(points);
  let sum = 0;
  let energy = 0;
  for (const weight of window) {
    sum += weight;
    energy += weight * weight;
  }
  return (points * energy) / (sum * sum);
}

/** The live analyzer on a rig's channels, volts: takes samples in, gives frames for the page out. */
export class LiveReader {
  readonly spectrumPoints: number;
  readonly #rig: Rig;
  readonly #analyzer: LiveAnalyzer;
  readonly #lineScale: number;
  readonly #emit: (frame: Uint8Array) => void;
  #request: LiveAnalyzerRequest;
  #view: SpectrumView;
  #sequence = 0;
  #framesTaken = 0;
  #framesLost = 0;
  /** Averages begin anew once the record holds nothing older; null: they go on. */
  #cleanFrom: number | null = null;

  /** @throws AmpbenchError `usage/band-outside`, `usage/spectrum-range` */
  constructor(rig: Rig, request: LiveAnalyzerRequest, emit: (frame: Uint8Array) => void) {
    const { sampleRateHz, channels, input } = rig;
    this.#rig = rig;
    this.#emit = emit;
    this.#request = request;
    this.spectrumPoints = spectrumPointsAt(sampleRateHz);
    this.#lineScale = lineScaleOf(this.spectrumPoints);
    this.#analyzer = new LiveAnalyzer(
      {
        ...request.options,
        sampleRateHz,
        channelCount: channels.length,
        spectrumPoints: this.spectrumPoints,
        updatesPerSecond: UPDATES_PER_SECOND,
        // The highest code of 16 bits is as near to full scale as a clipped sample may stay
        clipLevel: input.fullScaleVoltsRms * Math.SQRT2 * input.dividerRatio * (1 - 2 ** -15),
      },
      (readings) => {
        this.#send(readings);
      },
    );
    this.#view = new SpectrumView(request.view, this.#analyzer.readings[0].spectrum);
  }

  /** @throws AmpbenchError as the constructor; nothing has changed then */
  change(request: LiveAnalyzerRequest): void {
    const view = new SpectrumView(request.view, this.#analyzer.readings[0].spectrum);
    this.#analyzer.change(request.options);
    this.#view = view;
    this.#request = request;
  }

  /**
   * Something else plays: nothing of what came before may stay in averages and holds.
   * @param fromFrame of the stream: what is recorded from here on is the new
   */
  restartFrom(fromFrame: number): void {
    this.#analyzer.restart();
    this.#cleanFrom = fromFrame + this.spectrumPoints;
  }

  /** Frames that this machine was too busy to take in: the record must not hold both sides of the gap. */
  lose(frames: number): void {
    if (frames === 0) return;
    this.#framesLost += frames;
    this.#framesTaken += frames;
    this.#analyzer.breakRecord();
  }

  /** Volts, one array for each channel of the rig. */
  push(blocks: readonly Float64Array[]): void {
    this.#framesTaken += blocks[0].length;
    if (this.#cleanFrom !== null && this.#framesTaken >= this.#cleanFrom) {
      this.#cleanFrom = null;
      this.#analyzer.restart();
    }
    this.#analyzer.push(blocks);
  }

  #send(readings: readonly LiveReading[]): void {
    const { sampleRateHz, channels } = this.#rig;
    const { pointCount, frequenciesHz } = this.#view;
    const { columns, seconds } = this.#request.scope;
    const held = readings[0].held !== null;
    const arrays: Float32Array[] = [frequenciesHz];
    const addSpectrum = (power: Float64Array): void => {
      const pair = [new Float32Array(pointCount), new Float32Array(pointCount)] as const;
      this.#view.read(power, this.#lineScale, ...pair);
      arrays.push(...pair);
    };
    for (const reading of readings) {
      addSpectrum(reading.spectrum.power);
      if (reading.held !== null) addSpectrum(reading.held);
    }
    const scopeFrames = Math.min(Math.round(seconds * sampleRateHz), Math.floor(this.spectrumPoints / 2));
    const { records } = this.#analyzer;
    const start = triggeredStart(records[0], scopeFrames);
    const trigger = start - records[0].start;
    for (const record of records) {
      const pair = [new Float32Array(columns), new Float32Array(columns)] as const;
      thinStretch(record.samples, record.start + trigger, scopeFrames, ...pair);
      arrays.push(...pair);
    }
    this.#sequence += 1;
    const head = {
      sequence: this.#sequence,
      elapsedSeconds: this.#framesTaken / sampleRateHz,
      averaged: readings[0].averaged,
      lostFrames: this.#framesLost,
      points: pointCount,
      held,
      scopeColumns: columns,
      scopeSeconds: scopeFrames / sampleRateHz,
      channels: readings.map((reading, index) => channelFrame(reading, channels[index].name)),
    };
    this.#emit(encodeLiveFrame(head, arrays));
  }
}
