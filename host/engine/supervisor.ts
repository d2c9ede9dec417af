import { createBirpc } from 'birpc';
import type { BirpcReturn } from 'birpc';
import { AmpbenchError } from '../../core/errors.ts';
import type { Engine, EngineEvent, Outcome, RunStarted } from '../../electron/ipc/contract.ts';
import { forkEngine, type EngineProcess, type LaunchEngine } from './engineProcess.ts';
import { valueOf } from './protocol.ts';
import type { EngineCalls, EngineMessages } from './protocol.ts';

export interface SupervisorOptions {
  /** Starts an engine; the bundled one in a process of this Node unless told. */
  readonly launch?: LaunchEngine;
  /** How often a dead engine is started again within one run before the run is given up. */
  readonly maxRestarts?: number;
  /** How long a cancelled run may take to settle before the engine is killed. */
  readonly cancelLimitMs?: number;
}

/** An engine in a process of its own. */
export interface SupervisedEngine extends Engine {
  /** Ends the engine process at once, whatever it does; a run under way fails with `run-cancelled`. */
  kill(): void;
  /** Cancels what runs and ends the engine process. */
  close(): Promise<void>;
}

interface Worker {
  readonly process: EngineProcess;
  readonly rpc: BirpcReturn<EngineCalls, EngineMessages>;
}

const RUN_ENDS: ReadonlySet<EngineEvent['type']> = new Set(['run-finished', 'measurement-finished', 'run-failed']);
const DRIVER_RESTART_NEEDED = 'driver-restart-needed';
const MAX_RESTARTS = 3;
const CANCEL_LIMIT_MS = 10_000;

function engineDied(reason: string): AmpbenchError {
  return new AmpbenchError('device', 'engine-died', `the audio engine stopped working: ${reason}`, { reason });
}

/**
 * Keeps an engine process alive: started when first needed, started again when it dies. A run that it dies under goes
 * on from the last finished take, at most `maxRestarts` times; then it fails with `engine-keeps-dying`.
 */
export function superviseEngine(options: SupervisorOptions = {}): SupervisedEngine {
  const { launch = forkEngine(), maxRestarts = MAX_RESTARTS, cancelLimitMs = CANCEL_LIMIT_MS } = options;
  const listeners = new Set<(event: EngineEvent) => void>();
  const liveListeners = new Set<(frame: Uint8Array) => void>();
  let worker: Worker | null = null;
  let run: (RunStarted & { restarts: number }) | null = null;
  let stopping = false;
  let isLive = false;

  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const failRun = (error: AmpbenchError): void => {
    if (run === null) return;
    const { runId, folder } = run;
    run = null;
    emit({ type: 'run-failed', runId, folder, error: error.toRecord() });
  };
  const cancelled = (folder: string): AmpbenchError =>
    new AmpbenchError(
      'cancelled',
      'run-cancelled',
      `stopped; everything measured before is in ${folder}`,
      { path: folder },
      `continue with: ampbench verify --resume ${folder}`,
    );

  const receive = (event: EngineEvent): void => {
    if (event.type === 'run-started' || event.type === 'measurement-started') {
      // A restarted engine announces its run again; whoever listens has heard of it.
      if (run !== null && run.restarts > 0) return;
      run = { runId: event.runId, folder: event.folder, restarts: 0 };
    }
    if (event.type === 'run-failed' && event.error.code === DRIVER_RESTART_NEEDED && run !== null && worker !== null) {
      // PortAudio cannot be set up again in a process whose audio server died; a new process can. The run goes on there.
      worker.process.kill();
      return;
    }
    if (RUN_ENDS.has(event.type)) run = null;
    if (event.type === 'live-started') isLive = true;
    if (event.type === 'live-ended') isLive = false;
    emit(event);
  };

  const start = (): Worker => {
    const process = launch();
    const rpc = createBirpc<EngineCalls, EngineMessages>(
      {
        event: receive,
        live: (frame) => {
          for (const listener of liveListeners) listener(frame);
        },
      },
      {
        post: (message: object) => {
          process.post(message);
        },
        on: (listener) => {
          process.onMessage(listener);
        },
        timeout: -1,
      },
    );
    const started = { process, rpc };
    process.onEnd((reason) => {
      ended(started, reason);
    });
    return started;
  };

  const ended = (dead: Worker, reason: string): void => {
    if (worker !== dead) return;
    worker = null;
    dead.rpc.$close(engineDied(reason));
    if (isLive) {
      isLive = false;
      emit({ type: 'live-ended', error: engineDied(reason).toRecord() });
    }
    const asked = stopping;
    stopping = false;
    if (run === null) return;
    if (asked) {
      failRun(cancelled(run.folder));
    } else if (run.restarts >= maxRestarts) {
      failRun(
        new AmpbenchError(
          'device',
          'engine-keeps-dying',
          `the audio engine stopped ${run.restarts + 1} times in this run (last: ${reason}); everything measured before is in ${run.folder}`,
          { path: run.folder, restarts: run.restarts, reason },
          `check the device and its driver, then: ampbench verify --resume ${run.folder}`,
        ),
      );
    } else {
      run.restarts += 1;
      emit({ type: 'engine-restarted', restartCount: run.restarts, reason });
      void goOn(run.folder);
    }
  };

  const goOn = async (folder: string): Promise<void> => {
    try {
      valueOf(await engine().rpc.restore(folder));
    } catch (error) {
      // A death while restoring is seen by `ended`, which tries again or gives up.
      if (error instanceof AmpbenchError && error.code !== 'engine-died') failRun(error);
    }
  };

  const engine = (): Worker => {
    worker ??= start();
    return worker;
  };

  const call = async <Value>(ask: (rpc: Worker['rpc']) => Promise<Outcome<Value>>): Promise<Value> => {
    const asked = engine();
    try {
      return valueOf(await ask(asked.rpc));
    } catch (error) {
      const spent = error instanceof AmpbenchError && error.code === DRIVER_RESTART_NEEDED && run === null;
      if (!spent) throw error;
      if (worker === asked) worker = null;
      asked.process.kill();
      return valueOf(await ask(engine().rpc));
    }
  };

  const begin = async (ask: (rpc: Worker['rpc']) => Promise<Outcome<RunStarted>>): Promise<RunStarted> => {
    try {
      return await call(ask);
    } catch (error) {
      // It died after the run had begun, before it could say so: the run is being restored.
      if (run !== null && error instanceof AmpbenchError && error.code === 'engine-died')
        return { runId: run.runId, folder: run.folder };
      throw error;
    }
  };

  const kill = (): void => {
    stopping = true;
    worker?.process.kill();
  };

  const cancel = async (): Promise<void> => {
    const current = worker;
    if (current === null) return;
    stopping = true;
    const limit = setTimeout(() => current.process.kill(), cancelLimitMs);
    try {
      await call((rpc) => rpc.cancel());
    } catch (error) {
      if (!(error instanceof AmpbenchError && error.code === 'engine-died')) throw error;
    } finally {
      clearTimeout(limit);
      stopping = false;
    }
  };

  return {
    devices: () => call((rpc) => rpc.devices()),
    cards: () => call((rpc) => rpc.cards()),
    readCard: (ref) => call((rpc) => rpc.readCard(ref)),
    rigs: () => call((rpc) => rpc.rigs()),
    plan: (request) => call((rpc) => rpc.plan(request)),
    kinds: () => call((rpc) => rpc.kinds()),
    previewMeasurement: (request) => call((rpc) => rpc.previewMeasurement(request)),
    headphones: (filter) => call((rpc) => rpc.headphones(filter)),
    pair: (request) => call((rpc) => rpc.pair(request)),
    runs: (folder) => call((rpc) => rpc.runs(folder)),
    readRun: (folder) => call((rpc) => rpc.readRun(folder)),
    noteRun: (folder, text) => call((rpc) => rpc.noteRun(folder, text)),
    photos: (folder) => call((rpc) => rpc.photos(folder)),
    addPhoto: (folder, caption, content) => call((rpc) => rpc.addPhoto(folder, caption, content)),
    repeatStep: (folder, stepId) => begin((rpc) => rpc.repeatStep(folder, stepId)),
    deleteRun: (folder) => call((rpc) => rpc.deleteRun(folder)),
    undeleteRun: (folder) => call((rpc) => rpc.undeleteRun(folder)),
    calibrationTone: (request) => call((rpc) => rpc.calibrationTone(request)),
    verify: (request) => begin((rpc) => rpc.verify(request)),
    measure: (request) => begin((rpc) => rpc.measure(request)),
    answer: (promptId, answer) => call((rpc) => rpc.answer(promptId, answer)),
    cancel,
    previewLive: (request) => call((rpc) => rpc.previewLive(request)),
    openLive: (request) => call((rpc) => rpc.openLive(request)),
    changeLive: (change) => call((rpc) => rpc.changeLive(change)),
    saveLive: (request, folder) => call((rpc) => rpc.saveLive(request, folder)),
    subscribeLive: (listener) => {
      liveListeners.add(listener);
      return () => {
        liveListeners.delete(listener);
      };
    },
    readRig: (ref) => call((rpc) => rpc.readRig(ref)),
    saveRig: (rig) => call((rpc) => rpc.saveRig(rig)),
    deleteRig: (rigId) => call((rpc) => rpc.deleteRig(rigId)),
    undeleteRig: (rigId) => call((rpc) => rpc.undeleteRig(rigId)),
    rigDevices: (ref) => call((rpc) => rpc.rigDevices(ref)),
    testRates: (ref) => call((rpc) => rpc.testRates(ref)),
    calibrateRig: (request) => call((rpc) => rpc.calibrateRig(request)),
    preflight: (ref) => call((rpc) => rpc.preflight(ref)),
    measureBaseline: (ref) => call((rpc) => rpc.measureBaseline(ref)),
    acquire: (request) => call((rpc) => rpc.acquire(request)),
    cancelAcquisition: () => call((rpc) => rpc.cancelAcquisition()),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    kill,
    close: async () => {
      await cancel();
      const current = worker;
      worker = null;
      if (current === null) return;
      current.rpc.$close();
      await current.process.dismiss();
    },
  };
}
