import { createBirpc } from 'birpc';
import type { ErrorRecord } from '../../core/errors.ts';
import type { Outcome, PageCalls, PageEvents } from '../../electron/ipc/contract.ts';
import { openChannel } from './channel.ts';
import { decodeLiveFrame, type LiveFrame } from './liveFrame.ts';

/** A failed call, with the engine's own record of the error. */
export class CallFailed extends Error {
  readonly record: ErrorRecord;

  constructor(record: ErrorRecord) {
    super(record.message);
    this.record = record;
  }
}

type Value<Call> = Call extends (...args: never[]) => Promise<Outcome<infer Given>> ? Given : never;

/** The calls of the contract; each gives its value or throws `CallFailed`. */
export type BenchCalls = {
  [Name in Exclude<keyof PageCalls, 'liveTaken'>]: (
    ...args: Parameters<PageCalls[Name]>
  ) => Promise<Value<PageCalls[Name]>>;
};

export interface Connection {
  readonly calls: BenchCalls;
  close(): void;
}

function unpack<Given>(outcome: Outcome<Given>): Given {
  if (outcome.ok) return outcome.value;
  throw new CallFailed(outcome.error);
}

/**
 * Connects this page to the bench that served it, over a WebSocket or the desktop window's own channel.
 * @param listeners what the server sends; `closed` comes once, whoever closed. `opened` false: it never opened.
 */
export function connectBench(
  token: string,
  listeners: PageEvents & {
    readonly closed: (opened: boolean) => void;
    readonly frame: (frame: LiveFrame) => void;
  },
): Connection {
  const channel = openChannel(token);
  let opened = false;
  void channel.ready.then(() => {
    opened = true;
  });
  const { closed, frame: showFrame, ...events } = listeners;
  const server = createBirpc<PageCalls, PageEvents>(events, {
    post: (message: string) => {
      void channel.ready.then(() => {
        channel.send(message);
      });
    },
    on: (receive) => {
      channel.onMessage(receive, (bytes) => {
        showFrame(decodeLiveFrame(bytes));
        void server.liveTaken();
      });
    },
    serialize: (message: unknown) => JSON.stringify(message),
    deserialize: (message: string) => JSON.parse(message) as unknown,
    eventNames: ['liveTaken'],
    timeout: -1,
  });
  channel.onClose(() => {
    server.$close();
    closed(opened);
  });
  return {
    calls: {
      cards: async () => unpack(await server.cards()),
      readCard: async (ref) => unpack(await server.readCard(ref)),
      rigs: async () => unpack(await server.rigs()),
      plan: async (request) => unpack(await server.plan(request)),
      kinds: async () => unpack(await server.kinds()),
      previewMeasurement: async (request) => unpack(await server.previewMeasurement(request)),
      headphones: async (filter) => unpack(await server.headphones(filter)),
      pair: async (request) => unpack(await server.pair(request)),
      runs: async () => unpack(await server.runs()),
      readRun: async (runId) => unpack(await server.readRun(runId)),
      noteRun: async (runId, text) => unpack(await server.noteRun(runId, text)),
      photos: async (runId) => unpack(await server.photos(runId)),
      addPhoto: async (runId, photo) => unpack(await server.addPhoto(runId, photo)),
      repeatStep: async (runId, stepId) => unpack(await server.repeatStep(runId, stepId)),
      deleteRun: async (runId) => unpack(await server.deleteRun(runId)),
      undeleteRun: async (runId) => unpack(await server.undeleteRun(runId)),
      verify: async (request) => unpack(await server.verify(request)),
      measure: async (request) => unpack(await server.measure(request)),
      resume: async (runId) => unpack(await server.resume(runId)),
      answer: async (promptId, answer) => unpack(await server.answer(promptId, answer)),
      readRig: async (ref) => unpack(await server.readRig(ref)),
      checkRig: async (typed) => unpack(await server.checkRig(typed)),
      saveRig: async (rig) => unpack(await server.saveRig(rig)),
      deleteRig: async (rigId) => unpack(await server.deleteRig(rigId)),
      undeleteRig: async (rigId) => unpack(await server.undeleteRig(rigId)),
      devices: async () => unpack(await server.devices()),
      rigDevices: async (ref) => unpack(await server.rigDevices(ref)),
      testRates: async (ref) => unpack(await server.testRates(ref)),
      calibrateRig: async (request) => unpack(await server.calibrateRig(request)),
      preflight: async (ref) => unpack(await server.preflight(ref)),
      measureBaseline: async (ref) => unpack(await server.measureBaseline(ref)),
      calibrationTone: async (request) => unpack(await server.calibrationTone(request)),
      cancel: async () => unpack(await server.cancel()),
      previewLive: async (request) => unpack(await server.previewLive(request)),
      openLive: async (request) => unpack(await server.openLive(request)),
      changeLive: async (change) => unpack(await server.changeLive(change)),
      saveLive: async (request) => unpack(await server.saveLive(request)),
      takeControl: async () => unpack(await server.takeControl()),
      reportPath: async (runId, format) => unpack(await server.reportPath(runId, format)),
    },
    close: () => {
      channel.close();
    },
  };
}
