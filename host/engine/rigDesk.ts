import { calibrateRig } from '../../core/calibration/calibrate.ts';
import { calibrationVoltsRms } from '../../core/calibration/calibrationTake.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { LOOPBACK } from '../../core/planner/wiring.ts';
import type { OpenedPath } from '../../core/rigCheck/audioPath.ts';
import { isBaselineOf } from '../../core/rigCheck/baseline.ts';
import { baselineVoltsRms } from '../../core/rigCheck/baselineStimulus.ts';
import { preflightVoltsRms } from '../../core/rigCheck/preflightStimulus.ts';
import { runBaseline } from '../../core/rigCheck/runBaseline.ts';
import { runPreflight } from '../../core/rigCheck/runPreflight.ts';
import { createBenchContext } from '../../core/run/context.ts';
import type { BenchContext } from '../../core/run/context.ts';
import type { Procedure } from '../../core/run/effects.ts';
import { createRandom } from '../../core/signal/random.ts';
import type { RigEngine, TestedRate } from '../../electron/ipc/rigCalls.ts';
import type { RigRef } from '../../electron/ipc/rigRef.ts';
import type { StreamRequest } from '../audio/audioIo.ts';
import { devicesOf } from '../audio/rigStream.ts';
import { loadBaseline, saveBaseline } from '../system/baselineLibrary.ts';
import { deleteRig, undeleteRig } from '../system/rigBin.ts';
import { saveRig } from '../system/rigLibrary.ts';
import { openBench } from './openBench.ts';
import { performTakes } from './performTakes.ts';
import type { OpenedBench } from './runDesk.ts';

const USUAL_RATES_HZ = [44100, 48000, 88200, 96000, 176400, 192000, 352800, 384000];
/** Of dither, and of the simulated bench. */
const SEED = 1;

interface RigDeskParts {
  readonly readRig: (ref: RigRef) => Promise<Rig>;
  /** @throws AmpbenchError where something else plays */
  readonly requireFree: () => void;
}

/** What is done with rigs: read, saved, tested, and measured in loopback, one at a time. */
export class RigDesk implements RigEngine {
  readonly #parts: RigDeskParts;
  #playing: AbortController | null = null;

  constructor(parts: RigDeskParts) {
    this.#parts = parts;
  }

  /** @throws AmpbenchError `usage/run-in-progress` while a preflight or a baseline plays */
  requireIdle(): void {
    if (this.#playing === null) return;
    throw new AmpbenchError(
      'usage',
      'run-in-progress',
      'the rig itself is being measured; one plays at a time',
      {},
      'cancel it, or wait until it ends',
    );
  }

  cancel(): void {
    this.#playing?.abort();
  }

  readRig: RigEngine['readRig'] = async (ref) => {
    const rig = await this.#parts.readRig(ref);
    const baseline = await loadBaseline(rig.id);
    return {
      rig,
      baseline,
      baselineIsStale: baseline !== null && !isBaselineOf(baseline, rig),
      playsVoltsRms: {
        preflight: preflightVoltsRms(rig),
        baseline: baselineVoltsRms(rig),
        calibration: calibrationVoltsRms(rig),
      },
    };
  };

  saveRig: RigEngine['saveRig'] = async (rig) => {
    await saveRig(rig);
  };

  deleteRig: RigEngine['deleteRig'] = (rigId) => deleteRig(rigId);

  undeleteRig: RigEngine['undeleteRig'] = (rigId) => undeleteRig(rigId);

  rigDevices: RigEngine['rigDevices'] = async (ref) => {
    const bench = await openBench(await this.#parts.readRig(ref), SEED);
    try {
      return await bench.audio.listDevices();
    } finally {
      await bench.close();
    }
  };

  testRates: RigEngine['testRates'] = async (ref) => {
    const rig = await this.#parts.readRig(ref);
    const bench = await openBench(rig, SEED);
    try {
      const tested: TestedRate[] = [];
      // One after the other: a device is opened for the test by some drivers
      for (const sampleRateHz of USUAL_RATES_HZ)
        tested.push({ sampleRateHz, refusal: await bench.audio.supports(streamOf(rig, sampleRateHz)) });
      return tested;
    } finally {
      await bench.close();
    }
  };

  calibrateRig: RigEngine['calibrateRig'] = async ({ rig: ref, readings, meterAccuracy }) =>
    calibrateRig(await this.#parts.readRig(ref), readings, meterAccuracy);

  preflight: RigEngine['preflight'] = (ref) =>
    this.#measure(ref, (context, path, simulated) => runPreflight(context, path, simulated));

  measureBaseline: RigEngine['measureBaseline'] = async (ref) => {
    const measuredAt = new Date().toISOString();
    const baseline = await this.#measure(ref, (context, path, simulated) =>
      runBaseline(context, path, { simulated, measuredAt }),
    );
    await saveBaseline(baseline);
    return baseline;
  };

  /** Carries a loopback procedure out; nothing of it is kept but its result. */
  async #measure<Result>(
    ref: RigRef,
    begin: (context: BenchContext, path: OpenedPath, simulated: boolean) => Procedure<Result>,
  ): Promise<Result> {
    this.requireIdle();
    this.#parts.requireFree();
    const playing = new AbortController();
    this.#playing = playing;
    let bench: OpenedBench | null = null;
    try {
      const rig = await this.#parts.readRig(ref);
      bench = await openBench(rig, SEED);
      bench.wire(LOOPBACK);
      const path = await openedPath(rig, bench);
      const procedure = begin(createBenchContext(rig, createRandom(SEED)), path, rig.driver === 'simulated');
      return await performTakes(procedure, rig, bench, playing.signal);
    } finally {
      this.#playing = null;
      await bench?.close();
    }
  }
}

const streamOf = (rig: Rig, sampleRateHz: number): StreamRequest => {
  const paths = [...rig.channels, ...(rig.timeReference === null ? [] : [rig.timeReference])];
  return {
    ...devicesOf(rig, 'analogue'),
    sampleRateHz,
    format: rig.format,
    outputChannelCount: Math.max(...paths.map(({ outputChannel }) => outputChannel)),
    inputChannelCount: Math.max(...paths.map(({ inputChannel }) => inputChannel)),
  };
};

async function openedPath(rig: Rig, { audio }: OpenedBench): Promise<OpenedPath> {
  const { outputDevice, inputDevice, hostApi, sampleRateHz } = rig;
  return {
    outputDevice,
    inputDevice,
    hostApi,
    sampleRateHz,
    refusal: await audio.supports(streamOf(rig, sampleRateHz)),
  };
}
