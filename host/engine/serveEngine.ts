import { createBirpc } from 'birpc';
import { z } from 'zod';
import {
  calibrationRequestSchema,
  cardRefSchema,
  folderSchema,
  measureRequestSchema,
  measurementPreviewRequestSchema,
  pairRequestSchema,
  planRequestSchema,
  promptAnswerSchema,
  promptIdSchema,
  runNoteTextSchema,
  searchTextSchema,
  stepIdSchema,
  verifyRequestSchema,
} from '../../electron/ipc/contract.ts';
import { acquisitionRequestSchema } from '../../electron/ipc/acquisition.ts';
import { liveChangeSchema, liveRequestSchema, liveSaveSchema } from '../../electron/ipc/live.ts';
import { rigSchema } from '../../core/calibration/rig.ts';
import { calibrateRequestSchema, rigIdSchema } from '../../electron/ipc/rigCalls.ts';
import { rigRefSchema } from '../../electron/ipc/rigRef.ts';
import type { LocalEngine } from './localEngine.ts';
import { openParentChannel } from './parentChannel.ts';
import { outcomeOf } from './protocol.ts';
import { watchSleep } from './sleepWatch.ts';
import type { EngineCalls, EngineMessages } from './protocol.ts';

const SHUTDOWN_LIMIT_MS = 3000;
const photoBytes = z.instanceof(Uint8Array);

/**
 * Makes this process an engine: answers its parent's calls over the process channel and sends it every event. When the
 * parent is gone, a playing run is faded out and the process ends, by force after 3 s.
 */
export function serveEngine(engine: LocalEngine): void {
  const channel = openParentChannel();
  const calls: EngineCalls = {
    devices: () => outcomeOf(() => engine.devices()),
    cards: () => outcomeOf(() => engine.cards()),
    readCard: (ref) => outcomeOf(() => engine.readCard(cardRefSchema.parse(ref))),
    rigs: () => outcomeOf(() => engine.rigs()),
    plan: (request) => outcomeOf(() => engine.plan(planRequestSchema.parse(request))),
    kinds: () => outcomeOf(() => engine.kinds()),
    previewMeasurement: (request) =>
      outcomeOf(() => engine.previewMeasurement(measurementPreviewRequestSchema.parse(request))),
    headphones: (filter) => outcomeOf(() => engine.headphones(searchTextSchema.parse(filter))),
    pair: (request) => outcomeOf(() => engine.pair(pairRequestSchema.parse(request))),
    runs: (folder) => outcomeOf(() => engine.runs(folderSchema.parse(folder))),
    readRun: (folder) => outcomeOf(() => engine.readRun(folderSchema.parse(folder))),
    noteRun: (folder, text) =>
      outcomeOf(() => engine.noteRun(folderSchema.parse(folder), runNoteTextSchema.parse(text))),
    photos: (folder) => outcomeOf(() => engine.photos(folderSchema.parse(folder))),
    addPhoto: (folder, caption, content) =>
      outcomeOf(() =>
        engine.addPhoto(folderSchema.parse(folder), z.string().parse(caption), photoBytes.parse(content)),
      ),
    repeatStep: (folder, stepId) =>
      outcomeOf(() => engine.repeatStep(folderSchema.parse(folder), stepIdSchema.parse(stepId))),
    deleteRun: (folder) => outcomeOf(() => engine.deleteRun(folderSchema.parse(folder))),
    undeleteRun: (folder) => outcomeOf(() => engine.undeleteRun(folderSchema.parse(folder))),
    calibrationTone: (request) => outcomeOf(() => engine.calibrationTone(calibrationRequestSchema.parse(request))),
    verify: (request) => outcomeOf(() => engine.verify(verifyRequestSchema.parse(request))),
    measure: (request) => outcomeOf(() => engine.measure(measureRequestSchema.parse(request))),
    answer: (promptId, answer) =>
      outcomeOf(() => engine.answer(promptIdSchema.parse(promptId), promptAnswerSchema.parse(answer))),
    cancel: () => outcomeOf(() => engine.cancel()),
    previewLive: (request) => outcomeOf(() => engine.previewLive(liveRequestSchema.parse(request))),
    openLive: (request) => outcomeOf(() => engine.openLive(liveRequestSchema.parse(request))),
    changeLive: (change) => outcomeOf(() => engine.changeLive(liveChangeSchema.parse(change))),
    saveLive: (request, folder) =>
      outcomeOf(() => engine.saveLive(liveSaveSchema.parse(request), folderSchema.parse(folder))),
    readRig: (ref) => outcomeOf(() => engine.readRig(rigRefSchema.parse(ref))),
    saveRig: (rig) => outcomeOf(() => engine.saveRig(rigSchema.parse(rig))),
    deleteRig: (rigId) => outcomeOf(() => engine.deleteRig(rigIdSchema.parse(rigId))),
    undeleteRig: (rigId) => outcomeOf(() => engine.undeleteRig(rigIdSchema.parse(rigId))),
    rigDevices: (ref) => outcomeOf(() => engine.rigDevices(rigRefSchema.parse(ref))),
    testRates: (ref) => outcomeOf(() => engine.testRates(rigRefSchema.parse(ref))),
    calibrateRig: (request) => outcomeOf(() => engine.calibrateRig(calibrateRequestSchema.parse(request))),
    preflight: (ref) => outcomeOf(() => engine.preflight(rigRefSchema.parse(ref))),
    measureBaseline: (ref) => outcomeOf(() => engine.measureBaseline(rigRefSchema.parse(ref))),
    acquire: (request) => outcomeOf(() => engine.acquire(acquisitionRequestSchema.parse(request))),
    cancelAcquisition: () => outcomeOf(() => engine.cancelAcquisition()),
    restore: (folder) =>
      outcomeOf(async () => {
        await engine.restore(z.string().min(1).parse(folder));
        return null;
      }),
  };
  const parent = createBirpc<EngineMessages, EngineCalls>(calls, {
    post: (message: object) => {
      channel.post(message);
    },
    on: (receive) => {
      channel.onMessage(receive);
    },
    eventNames: ['event', 'live'],
    timeout: -1,
  });
  engine.subscribe((event) => {
    void parent.event(event);
  });
  engine.subscribeLive((frame) => {
    void parent.live(frame);
  });
  watchSleep(() => void engine.cancel());
  // A terminal sends Ctrl-C to every process of the group; the engine stops when its parent tells it to, with a fade.
  process.on('SIGINT', () => undefined);
  channel.onGone(() => {
    setTimeout(() => process.exit(0), SHUTDOWN_LIMIT_MS).unref();
    void engine.cancel().finally(() => process.exit(0));
  });
}
