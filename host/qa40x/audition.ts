import { AmpbenchError } from '../../core/errors.ts';
import type { Qa40xBench } from './analyzer.ts';

/** Something to listen to. */
export interface Track {
  readonly sampleRateHz: number;
  /** Full scale = 1; equal lengths. */
  readonly left: Float64Array;
  readonly right: Float64Array;
}

export interface AuditionSettings {
  /** Of a full-scale sine at volume 1. */
  readonly fullScaleVoltsRms: number;
  /** 0 … 1. */
  readonly volume: number;
  readonly repeats: boolean;
}

interface Playing {
  readonly track: Track;
  settings: AuditionSettings;
  /** Its round was ended only to begin another one. */
  isRestarting: boolean;
}

/** A client that calls no more for so long is taken for gone: nothing repeats for nobody. */
const PATIENCE_MS = 60_000;

/** Plays a track, over and over where that is asked for, until it is stopped. A new volume begins it anew. */
export class Audition {
  readonly #bench: Qa40xBench;
  #playing: Playing | null = null;
  #patience: NodeJS.Timeout | undefined;

  constructor(bench: Qa40xBench) {
    this.#bench = bench;
  }

  /** A client called, whatever for. */
  hearCall(): void {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => void this.stop(), PATIENCE_MS).unref();
  }

  /** @throws AmpbenchError `usage/run-in-progress` while one plays */
  start(track: Track, settings: AuditionSettings): void {
    if (this.#playing !== null)
      throw new AmpbenchError('usage', 'run-in-progress', 'a file is playing', {}, 'POST /AuditionStop first.');
    const playing: Playing = { track, settings, isRestarting: false };
    this.#playing = playing;
    void this.#play(playing);
  }

  /** @throws AmpbenchError `usage/nothing-plays` */
  get settings(): AuditionSettings {
    if (this.#playing !== null) return this.#playing.settings;
    throw new AmpbenchError('usage', 'nothing-plays', 'no file is playing');
  }

  async setVolume(volume: number): Promise<void> {
    const playing = this.#playing;
    if (playing === null) return;
    playing.settings = { ...playing.settings, volume };
    playing.isRestarting = true;
    await this.#bench.engine.cancelAcquisition();
  }

  async stop(): Promise<void> {
    if (this.#playing === null) return;
    this.#playing = null;
    await this.#bench.engine.cancelAcquisition();
  }

  async #play(playing: Playing): Promise<void> {
    let goesOn = true;
    while (goesOn && this.#playing === playing) {
      playing.isRestarting = false;
      try {
        await this.#round(playing);
        goesOn = playing.settings.repeats;
      } catch {
        // Stopped, or refused: nobody waits for an answer
        goesOn = playing.isRestarting;
      }
    }
    if (this.#playing === playing) this.#playing = null;
  }

  async #round({ track, settings }: Playing): Promise<void> {
    const { engine, rig, path, loadOhms } = this.#bench;
    const peak = settings.fullScaleVoltsRms * Math.SQRT2 * settings.volume;
    await engine.acquire({
      rig: { ...rig, sampleRateHz: track.sampleRateHz, channels: rig.channels.slice(0, 2), timeReference: null },
      path,
      loadOhms,
      stimulus: {
        channels: [track.left, track.right].map((samples) => samples.map((value) => peak * value)),
        leadFrames: 0,
        frames: 1,
      },
    });
  }
}
