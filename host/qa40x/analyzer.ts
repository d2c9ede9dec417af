import { randomInt } from 'node:crypto';
import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { Qa40xCapture } from '../../core/qa40x/capture.ts';
import { QA40X_DEFAULTS, type Qa40xSettings } from '../../core/qa40x/settings.ts';
import { generatedStimulus, givenStimulus, type Qa40xStimulus } from '../../core/qa40x/stimulus.ts';
import { createRandom } from '../../core/signal/random.ts';
import { dbvFromVoltsRms, voltsRmsFromDbv } from '../../core/units/decibel.ts';
import type { Engine } from '../../electron/ipc/contract.ts';
import type { BenchWiring } from '../engine/benchWiring.ts';
import { Audition } from './audition.ts';

/** A level at the very end of a range passes it by rounding and by the DUT's own gain error: 0.5 dB. */
const RANGE_SLACK = 1.06;
/** Of the noise generator. */
const SEED = 1;

/** What the analyzer measures with. */
export interface Qa40xBench extends BenchWiring {
  readonly engine: Pick<Engine, 'acquire' | 'cancelAcquisition' | 'rigDevices' | 'testRates'>;
  readonly rig: Rig;
  /** At which its devices open. */
  readonly sampleRatesHz: readonly number[];
  /** Where files that are called by name lie; null: nowhere. */
  readonly filesDir: string | null;
}

/** Two channels as a client sends them, volts. */
export interface GivenStimulus {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** The analyzer that the interface speaks of: its settings, its last capture, and one acquisition at a time. */
export class Qa40xAnalyzer {
  readonly bench: Qa40xBench;
  readonly audition: Audition;
  /** At the start, and after `Settings/Default`. */
  readonly defaults: Qa40xSettings;
  #settings: Qa40xSettings;
  #sessionId = randomInt(100_000_000, 1_000_000_000);
  #capture: Qa40xCapture | null = null;
  /** Why the last acquisition gave nothing. */
  #failure: string | null = null;
  #isBusy = false;

  constructor(bench: Qa40xBench) {
    this.bench = bench;
    this.audition = new Audition(bench);
    const { sampleRatesHz } = bench;
    const { sampleRateHz } = QA40X_DEFAULTS;
    const opensAt = sampleRatesHz.includes(sampleRateHz) ? sampleRateHz : sampleRatesHz[0];
    this.defaults = { ...QA40X_DEFAULTS, sampleRateHz: opensAt };
    this.#settings = this.defaults;
  }

  /** Another one after each acquisition. */
  get sessionId(): string {
    return String(this.#sessionId);
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  get settings(): Qa40xSettings {
    return this.#settings;
  }

  /** @throws AmpbenchError `usage/nothing-acquired` */
  get capture(): Qa40xCapture {
    if (this.#capture !== null) return this.#capture;
    throw new AmpbenchError(
      'usage',
      'nothing-acquired',
      this.#failure === null ? 'nothing was acquired yet' : `nothing was acquired: ${this.#failure}`,
      {},
      'POST /Acquisition first.',
    );
  }

  change(change: Partial<Qa40xSettings>): void {
    this.#settings = { ...this.#settings, ...change };
  }

  /** @throws AmpbenchError `safety/drive-over-limit` where the rig may not play a level */
  requirePlayable = (levelDbv: number): void => {
    const { rig } = this.bench;
    const limitDbv = dbvFromVoltsRms(rig.output.maxVoltsRms);
    if (levelDbv <= limitDbv) return;
    throw new AmpbenchError(
      'safety',
      'drive-over-limit',
      `${Number(levelDbv.toFixed(2))} dBV is more than rig ${rig.id} may play, ${limitDbv.toFixed(2)} dBV`,
      { levelDbv, limitDbv },
      'Set a lower level.',
    );
  };

  /**
   * Begins to record one buffer of what plays: the generators, or what a client sent.
   * @returns `done`, which rejects as `Engine.acquire` does
   * @throws AmpbenchError `usage/run-in-progress`, and as the stimulus does
   */
  begin(given: GivenStimulus | null): { readonly done: Promise<void> } {
    if (this.#isBusy)
      throw new AmpbenchError('usage', 'run-in-progress', 'an acquisition is under way; one plays at a time');
    const settings = this.#settings;
    const stimulus =
      given === null
        ? generatedStimulus(settings, createRandom(SEED))
        : givenStimulus(given.left, given.right, settings);
    this.#isBusy = true;
    return { done: this.#finish(settings, stimulus, given === null && settings.source === 'ExpoChirp') };
  }

  /** Fades what plays. */
  cancel(): Promise<void> {
    return this.bench.engine.cancelAcquisition();
  }

  async #finish(settings: Qa40xSettings, stimulus: Qa40xStimulus, isChirp: boolean): Promise<void> {
    try {
      const [left, right] = await this.#record(settings, stimulus);
      const chirp = isChirp ? settings.chirp : null;
      this.#capture = new Qa40xCapture(settings.sampleRateHz, [left, right], stimulus.output, chirp);
    } catch (error) {
      this.#capture = null;
      this.#failure = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.#isBusy = false;
      this.#sessionId += 1;
    }
  }

  async #record(
    { sampleRateHz, inputRangeDbv }: Qa40xSettings,
    { channels, leadFrames, frames }: Qa40xStimulus,
  ): Promise<readonly Float64Array[]> {
    const { engine, rig, path, loadOhms } = this.bench;
    const rangeVoltsRms = voltsRmsFromDbv(inputRangeDbv) * RANGE_SLACK;
    const maxVoltsRms = Math.min(rig.input.maxVoltsRms, rangeVoltsRms);
    try {
      return await engine.acquire({
        rig: {
          ...rig,
          sampleRateHz,
          channels: rig.channels.slice(0, 2),
          timeReference: null,
          input: { ...rig.input, maxVoltsRms },
        },
        path,
        loadOhms,
        stimulus: { channels: [...channels], leadFrames, frames },
      });
    } catch (error) {
      if (!(error instanceof AmpbenchError && error.kind === 'safety' && rangeVoltsRms < rig.input.maxVoltsRms))
        throw error;
      const { kind, code, message, data } = error;
      throw new AmpbenchError(kind, code, `${message}; Input/Max is ${inputRangeDbv} dBV`, data, error.tip);
    }
  }
}
