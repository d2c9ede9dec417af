// An engine process over a cable, for the tests of its supervisor: three takes and a prompt between them. What it does at
// a take is told by the card's text: `die-at-take 2`, `hang-at-take 2`, `always-die-at-take 2`.
import { AmpbenchError } from '../../../core/errors.ts';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Procedure } from '../../../core/run/effects.ts';
import type { Verification } from '../../../core/result/verification.ts';
import { encodeDeviceFrames } from '../../../core/signal/deviceFrames.ts';
import type { EngineEvent } from '../../../electron/ipc/contract.ts';
import type { LocalEngine } from '../../../host/engine/localEngine.ts';
import { executeRun } from '../../../host/engine/executeRun.ts';
import { RunDesk } from '../../../host/engine/runDesk.ts';
import { serveEngine } from '../../../host/engine/serveEngine.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { loopAudio } from './loopAudio.ts';
import { OPEN } from '../../../core/planner/wiring.ts';

const rig = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 }).rig;
const card = {
  schemaVersion: 1,
  id: 'x',
  maker: null,
  product: null,
  kind: 'amp',
  sources: [],
  claims: [],
  unread: [],
  warnings: [],
} as const;
const plan = {
  schemaVersion: 1,
  cardId: 'x',
  rigId: rig.id,
  claims: [],
  steps: [],
  seconds: 0,
  wiringCount: 0,
  toBuy: [],
} as const;

function* threeTakes(): Procedure<Verification> {
  const hashes: string[] = [];
  for (const number of [1, 2, 3]) {
    const frames = encodeDeviceFrames([Float64Array.of(0, number / 8)], 48000, 'int24');
    const reply = yield {
      type: 'take',
      take: {
        id: `t${number}`,
        stepId: 's',
        frames,
        wiring: OPEN,
        inputChannelCount: 1,
        description: '',
        predictedOutputVoltsRms: 1,
        predictedLoadWatts: 0,
      },
    };
    if (reply.type === 'take') hashes.push(reply.sha256);
    const wiring = { ...OPEN, loadOhms: 20 };
    if (number === 1)
      yield { type: 'prompt', prompt: { id: 'wire-load-20', kind: 'wire', wiring, text: 'connect 20 ohms' } };
  }
  return {
    kind: 'verification',
    schemaVersion: 1,
    card,
    rig,
    simulated: true,
    seed: 1,
    claims: [],
    summary: { pass: 0, fail: 0, inconclusive: 0, 'not-verifiable': 0, manual: 0 },
    steps: [],
    curves: [],
    captures: [],
    clock: null,
    warnings: hashes,
    wirings: [],
  };
}

/** Dies, hangs or does nothing, as the card's text says for this take; `die` happens once for a folder. */
async function misbehave(text: string, takeNumber: number, folder: string): Promise<void> {
  const [what, which] = text.split('-at-take ');
  if (Number(which) !== takeNumber) return;
  const mark = join(folder, 'died');
  if (what === 'always-die' || (what === 'die' && !existsSync(mark))) {
    await writeFile(mark, '');
    process.kill(process.pid, 'SIGKILL');
  }
  if (what === 'driver-restart' && !existsSync(mark)) {
    await writeFile(mark, '');
    throw new AmpbenchError('device', 'driver-restart-needed', 'the audio server died under PortAudio');
  }
  if (what === 'hang') for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const listeners = new Set<(event: EngineEvent) => void>();
let folderPath = '';
const desk = new RunDesk({
  prepare: async (record, resumed) => {
    let takeNumber = 0;
    const text = 'card' in record ? record.card.text : '';
    const audio = loopAudio(() => misbehave(text, takeNumber, folderPath));
    const bench = {
      audio,
      tailSeconds: 0,
      wire: () => undefined,
      beginTake: (number: number) => {
        takeNumber = number;
      },
      close: () => audio.close(),
    };
    return Promise.resolve({
      rig,
      bench,
      stepIds: plan.steps.map(({ id }) => id),
      started: (run) => ({ type: 'run-started', ...run, card, rig, simulated: true, plan, resumed }),
      perform: async (context) => {
        const verification = await executeRun(threeTakes(), context);
        return (run) => ({ type: 'run-finished', ...run, verification });
      },
    });
  },
  emit: (event) => {
    for (const listener of listeners) listener(event);
  },
});

const notHere = (): Promise<never> => Promise.reject(new Error('this fixture has no library'));
const engine: LocalEngine = {
  devices: notHere,
  cards: notHere,
  readCard: notHere,
  rigs: notHere,
  plan: notHere,
  kinds: notHere,
  previewMeasurement: notHere,
  headphones: notHere,
  pair: notHere,
  runs: notHere,
  readRun: notHere,
  noteRun: notHere,
  photos: notHere,
  addPhoto: notHere,
  repeatStep: notHere,
  deleteRig: notHere,
  undeleteRig: notHere,
  deleteRun: notHere,
  undeleteRun: notHere,
  calibrationTone: notHere,
  measure: notHere,
  readRig: notHere,
  saveRig: notHere,
  rigDevices: notHere,
  testRates: notHere,
  calibrateRig: notHere,
  preflight: notHere,
  measureBaseline: notHere,
  acquire: notHere,
  cancelAcquisition: notHere,
  previewLive: notHere,
  openLive: notHere,
  changeLive: notHere,
  saveLive: notHere,
  subscribeLive: () => () => undefined,
  verify: (request) => {
    folderPath = request.folder;
    if (request.kind === 'resume')
      return desk.begin(() => RunFolder.open(folderPath), { resumed: true, confirmWiring: true });
    const text = request.card.kind === 'text' ? request.card.text : '';
    const record = { schemaVersion: 1, card: { id: null, text, identity: {} }, rig, seed: 1 } as const;
    return desk.begin(() => RunFolder.create(folderPath, record), { resumed: false, confirmWiring: false });
  },
  restore: async (folder) => {
    folderPath = folder;
    await desk.begin(() => RunFolder.open(folder), { resumed: true, confirmWiring: false });
  },
  answer: async (promptId, answer) => {
    desk.answer(promptId, answer);
    return Promise.resolve();
  },
  cancel: () => desk.cancel(),
  subscribe: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
serveEngine(engine);
