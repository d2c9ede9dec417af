import { resolve } from 'node:path';
import type { Rig } from '../../core/calibration/rig.ts';
import { buildCalibrationTake, readCalibrationTone } from '../../core/calibration/calibrationTake.ts';
import { kinds } from '../../core/measure/kinds.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';
import { planVerification } from '../../core/planner/planVerification.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { singleStatements } from '../../core/planner/singleStatements.ts';
import { createRandom } from '../../core/signal/random.ts';
import { listSimulatedBenches } from '../../core/simulate/bench.ts';
import type { CardRef, Engine, EngineEvent, RigListing } from '../../electron/ipc/contract.ts';
import type { RigRef } from '../../electron/ipc/rigRef.ts';
import { beginRecord } from '../store/beginRecord.ts';
import { RunFolder } from '../store/runFolder.ts';
import { addPhoto, readPhotos } from '../store/runPhotos.ts';
import { listCards, loadCard } from '../system/cardLibrary.ts';
import type { LoadedCard } from '../system/cardLibrary.ts';
import { parseLoadedCard } from '../system/parseLoadedCard.ts';
import { listSavedRigs, loadRig } from '../system/rigLibrary.ts';
import { AcquisitionDesk } from './acquisitionDesk.ts';
import { LiveDesk, previewLive } from './liveDesk.ts';
import { listAllDevices, openBench } from './openBench.ts';
import { listMatchingHeadphones, pairAmp } from './pairAmp.ts';
import { previewMeasurement } from './previewMeasurement.ts';
import { deleteRun, listRuns, noteRun, readRun, undeleteRun } from './runHistory.ts';
import { prepareJob } from './prepareJob.ts';
import { RigDesk } from './rigDesk.ts';
import { RunDesk } from './runDesk.ts';
import { takeOnBench } from './takeOnBench.ts';
import { LOOPBACK } from '../../core/planner/wiring.ts';

/** An engine in this process, and the one thing only its supervisor may ask: to go on after a crash. */
export interface LocalEngine extends Engine {
  restore(folder: string): Promise<void>;
}

/** The seed under which a simulated rig is shown and planned for before a run has one. */
const PLAN_SEED = 1;

async function readCard(ref: CardRef): Promise<LoadedCard> {
  return ref.kind === 'text' ? { id: null, text: ref.text, identity: {} } : loadCard(ref.id);
}

async function readRig(ref: RigRef, seed: number): Promise<Rig> {
  return ref.kind === 'given' ? ref.rig : loadRig(ref.id, seed);
}

function listing(rig: Rig): RigListing {
  const { id, name, sampleRateHz, loads } = rig;
  return { id, name, simulated: rig.driver === 'simulated', sampleRateHz, loadsOhms: loads.map(({ ohms }) => ohms) };
}

const inProgress = (what: string): AmpbenchError =>
  new AmpbenchError('usage', 'run-in-progress', `${what}; one plays at a time`, {}, 'cancel it, or wait until it ends');

/** An engine that works in this process. The command line and the servers use it through `superviseEngine`. */
export function createLocalEngine(): LocalEngine {
  const listeners = new Set<(event: EngineEvent) => void>();
  const liveListeners = new Set<(frame: Uint8Array) => void>();
  let toneStop: AbortController | null = null;
  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const desk = new RunDesk({ prepare: prepareJob, emit });
  const live = new LiveDesk({
    openBench: (rig) => openBench(rig, PLAN_SEED),
    tell: emit,
    emit: (frame) => {
      for (const listener of liveListeners) listener(frame);
    },
  });
  const requireFree = (): void => {
    if (desk.isBusy || toneStop !== null) throw inProgress('a run is under way');
    requireIdle();
  };
  const rigDesk = new RigDesk({ readRig: (ref) => readRig(ref, PLAN_SEED), requireFree });
  const acquisitions = new AcquisitionDesk({
    openBench: (rig) => openBench(rig, PLAN_SEED),
    requireFree,
    now: () => performance.now(),
  });
  /** Nothing plays but perhaps a run, whose own desk refuses a second one. */
  function requireIdle(): void {
    if (live.isBusy) throw inProgress('the live analyzer is open');
    rigDesk.requireIdle();
    acquisitions.requireIdle();
  }

  const begin: RunDesk['begin'] = (openFolder, how) => {
    requireIdle();
    return desk.begin(openFolder, how);
  };

  return {
    readRig: rigDesk.readRig,
    saveRig: rigDesk.saveRig,
    deleteRig: rigDesk.deleteRig,
    undeleteRig: rigDesk.undeleteRig,
    rigDevices: rigDesk.rigDevices,
    testRates: rigDesk.testRates,
    calibrateRig: rigDesk.calibrateRig,
    preflight: rigDesk.preflight,
    measureBaseline: rigDesk.measureBaseline,
    acquire: acquisitions.acquire,
    cancelAcquisition: acquisitions.cancelAcquisition,
    devices: listAllDevices,
    cards: listCards,
    readCard: async (ref) => {
      const loaded = await readCard(ref);
      return { text: loaded.text, card: parseLoadedCard(loaded) };
    },
    rigs: async () => {
      const simulated = listSimulatedBenches().map(async (id) => loadRig(id, PLAN_SEED));
      return [...(await Promise.all(simulated)), ...(await listSavedRigs())].map(listing);
    },
    plan: async (request) => {
      const card = singleStatements(parseLoadedCard(await readCard(request.card)));
      const { rig, baseline, baselineIsStale } = await rigDesk.readRig(request.rig);
      const { bandHz } = request.rules ?? DEFAULT_RULES;
      // A floor speaks for the band it was read in
      const speaks = baseline !== null && !baselineIsStale && bandHz.every((hz, end) => hz === baseline.bandHz[end]);
      return {
        card,
        rig,
        simulated: rig.driver === 'simulated',
        plan: planVerification(card, rig, request.rules, request.floor ?? (speaks ? baseline.floor : null)),
      };
    },
    kinds: async () =>
      Promise.resolve([...kinds.values()].map(({ kind, title, options, roles }) => ({ kind, title, options, roles }))),
    previewMeasurement: async ({ measurement, rig: ref }) =>
      previewMeasurement(measurement, await readRig(ref, PLAN_SEED), PLAN_SEED),
    headphones: listMatchingHeadphones,
    pair: (request) => pairAmp(request, async (ref) => parseLoadedCard(await readCard(ref))),
    runs: listRuns,
    readRun,
    noteRun,
    photos: readPhotos,
    addPhoto,
    deleteRun,
    undeleteRun,
    previewLive: async (request) => previewLive(request, await readRig(request.rig, PLAN_SEED)),
    openLive: async (request) => {
      const rig = await readRig(request.rig, PLAN_SEED);
      requireFree();
      await live.open(request, rig);
    },
    changeLive: async (change) => {
      live.change(change);
      return Promise.resolve();
    },
    saveLive: (request, folder) => live.save(request, folder),
    subscribeLive: (listener) => {
      liveListeners.add(listener);
      return () => {
        liveListeners.delete(listener);
      };
    },
    calibrationTone: async ({ rig: ref, seconds }) => {
      requireIdle();
      const rig = await readRig(ref, PLAN_SEED);
      const bench = await openBench(rig, PLAN_SEED);
      toneStop = new AbortController();
      try {
        bench.wire(LOOPBACK);
        const take = buildCalibrationTake(rig, seconds, createRandom(PLAN_SEED));
        const capture = await takeOnBench(rig, bench, take, 1, () => undefined, toneStop.signal);
        return readCalibrationTone(rig, capture);
      } finally {
        toneStop = null;
        await bench.close();
      }
    },
    verify: async (request) => {
      const path = resolve(request.folder);
      if (request.kind === 'resume') {
        return begin(() => RunFolder.open(path), { resumed: true, confirmWiring: true });
      }
      const card = await readCard(request.card);
      const rig = await readRig(request.rig, request.seed);
      // Planned once before anything is made on disk: a card that cannot be read leaves no folder behind.
      planVerification(parseLoadedCard(card), rig, request.rules);
      const rules = request.rules === undefined ? {} : { rules: request.rules };
      const record = { ...(await beginRecord(path, request)), card, rig, ...rules, seed: request.seed };
      return begin(() => RunFolder.create(path, record), { resumed: false, confirmWiring: false });
    },
    repeatStep: async (folder, stepId) => {
      const path = resolve(folder);
      await desk.leave(path);
      await RunFolder.voidStep(path, stepId);
      return begin(() => RunFolder.open(path), { resumed: true, confirmWiring: true });
    },
    measure: async ({ measurement, rig: ref, seed, folder, ...unit }) => {
      const path = resolve(folder);
      const record = { ...(await beginRecord(path, unit)), measurement, rig: await readRig(ref, seed), seed };
      return begin(() => RunFolder.create(path, record), { resumed: false, confirmWiring: false });
    },
    restore: async (folder) => {
      await desk.begin(() => RunFolder.open(folder), { resumed: true, confirmWiring: false });
    },
    answer: async (promptId, answer) => {
      desk.answer(promptId, answer);
      return Promise.resolve();
    },
    cancel: async () => {
      toneStop?.abort();
      rigDesk.cancel();
      await Promise.all([desk.cancel(), live.cancel(), acquisitions.cancelAcquisition()]);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
