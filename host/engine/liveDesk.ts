import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { driveOf } from '../../core/calibration/drive.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { findLoad } from '../../core/planner/limits.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { liveOutputLimit } from '../../core/run/liveLevel.ts';
import type { LiveChange, LiveEvent, LivePreview, LiveRequest, LiveSave } from '../../electron/ipc/live.ts';
import { writeFloat32Wave } from '../files/wave/waveWriter.ts';
import { writeFileAtomically } from '../store/atomicFile.ts';
import { storageError } from '../store/storageError.ts';
import { wiringOf } from './benchWiring.ts';
import { prepareGenerator } from './livePlayer.ts';
import { spectrumPointsAt } from './liveReader.ts';
import { LiveSession } from './liveSession.ts';
import type { OpenedBench } from './runDesk.ts';

interface LiveDeskParts {
  readonly openBench: (rig: Rig) => Promise<OpenedBench>;
  readonly tell: (event: LiveEvent) => void;
  readonly emit: (frame: Uint8Array) => void;
}

/** What a live session would put out at most. @throws AmpbenchError `plan/load-missing`, `rig/digital-output-missing`, and of kind `plan` or `safety` for what cannot be played */
export function previewLive(request: LiveRequest, rig: Rig): LivePreview {
  const wired = wiringOf(rig, request, 'the live analyzer');
  const wiring = wired.path === 'loopback' ? wired : { ...wired, drive: request.drive };
  const drive = driveOf(rig, wiring);
  const { generator } = request;
  const pattern = prepareGenerator(rig, wiring, generator, spectrumPointsAt(rig.sampleRateHz));
  const limit = liveOutputLimit(rig, wiring);
  const outputVoltsRms = generator.level.at === 'output' ? generator.level.voltsRms : null;
  const load = wiring.loadOhms === null ? undefined : findLoad(rig, wiring.loadOhms);
  const voltsInLoad = outputVoltsRms ?? limit.voltsRms;
  return {
    rig,
    wiring,
    outputVoltsRms,
    outputLimitVoltsRms: limit.voltsRms,
    outputLimitBy: limit.by,
    driveUnit: drive.unit,
    driveLimitRms: drive.maxRms,
    loadWatts: load === undefined ? null : voltsInLoad ** 2 / load.ohms,
    loadLimitWatts: load === undefined ? null : load.ratedWatts * rig.limits.loadRatingShare,
    frequenciesHz: pattern.frequenciesHz,
  };
}

/** Where live sessions happen, one at a time. */
export class LiveDesk {
  readonly #parts: LiveDeskParts;
  #session: LiveSession | null = null;
  #opening: Promise<void> | null = null;
  #rig: Rig | null = null;

  constructor(parts: LiveDeskParts) {
    this.#parts = parts;
  }

  get isBusy(): boolean {
    return this.#session !== null || this.#opening !== null;
  }

  /** The caller has made sure that nothing else plays. @throws AmpbenchError as `previewLive`, and what opening the device throws */
  async open(request: LiveRequest, rig: Rig): Promise<void> {
    const { wiring } = previewLive(request, rig);
    const opened = this.#open(request, rig, wiring);
    this.#opening = opened;
    try {
      await opened;
    } finally {
      this.#opening = null;
    }
  }

  /** @throws AmpbenchError `usage/no-live-session`, and as `LiveSession.change` */
  change(change: LiveChange): void {
    this.#mustBeOpen().change(change);
  }

  /** @throws AmpbenchError `usage/no-live-session`, or of kind `storage` */
  async save({ seconds }: LiveSave, folder: string): Promise<void> {
    const session = this.#mustBeOpen();
    const rig = this.#rig as Rig;
    const { frames, channelCount } = session.held(seconds);
    const { sampleRateHz, input, channels } = rig;
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw storageError(error, 'make', folder);
    }
    await writeFloat32Wave(join(folder, 'capture.wav'), { sampleRateHz, channelCount, frames });
    const description = {
      schemaVersion: 1,
      kind: 'live-capture',
      savedAt: new Date().toISOString(),
      rig,
      sampleRateHz,
      frameCount: frames.length / channelCount,
      channels: channels.map(({ name }) => name),
      /** A sample of 1 in volts at the DUT's output. */
      voltsPerUnit: input.fullScaleVoltsRms * Math.SQRT2 * input.dividerRatio,
      output: session.output,
    };
    await writeFileAtomically(join(folder, 'capture.json'), [Buffer.from(`${JSON.stringify(description, null, 1)}\n`)]);
  }

  /** Fades what plays and ends the session; resolves when nothing plays any more. */
  async cancel(): Promise<void> {
    await this.#opening?.catch(() => undefined);
    const session = this.#session;
    session?.close();
    await session?.ended;
  }

  async #open(request: LiveRequest, rig: Rig, wiring: Wiring): Promise<void> {
    const { openBench, tell, emit } = this.#parts;
    const session = await LiveSession.open({ rig, wiring, bench: await openBench(rig), request, tell, emit });
    this.#session = session;
    this.#rig = rig;
    void session.ended.then(() => {
      if (this.#session === session) this.#session = null;
    });
    session.start();
  }

  #mustBeOpen(): LiveSession {
    if (this.#session !== null) return this.#session;
    throw new AmpbenchError('usage', 'no-live-session', 'the live analyzer is not open', {}, 'Start it first.');
  }
}
