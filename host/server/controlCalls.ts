import { basename, join } from 'node:path';
import {
  pageMeasureRequestSchema,
  pageVerifyRequestSchema,
  promptAnswerSchema,
  promptIdSchema,
  runNoteTextSchema,
  runPhotoSchema,
  stepIdSchema,
  type Outcome,
  type PageCalls,
} from '../../electron/ipc/contract.ts';
import { liveChangeSchema, liveRequestSchema, liveSaveSchema } from '../../electron/ipc/live.ts';
import type { RigPageCalls } from '../../electron/ipc/rigCalls.ts';
import { outcomeOf } from '../engine/protocol.ts';
import type { Bench } from './bench.ts';
import { checked } from './checked.ts';
import { mustControl, type Controller } from './controls.ts';
import { folderOfRun } from './readingCalls.ts';
import { shownPhotos } from './shownPhotos.ts';
import { playingRigCalls, type ReadingRigCall } from './rigPageCalls.ts';

/** Seed of a run whose page names none: the same bench then gives the same bytes. */
const DEFAULT_SEED = 1;

function newRunFolder(runsDir: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/gu, '-');
  return join(runsDir, stamp);
}

/** What changes something and is open to every page: notes are only ever added, and whoever sees smoke may press Stop. */
export function everybodysCalls(bench: Bench): Pick<PageCalls, 'noteRun' | 'addPhoto' | 'cancel'> {
  const { engine } = bench;
  return {
    noteRun: (runId, text) =>
      outcomeOf(async () => engine.noteRun(folderOfRun(bench, runId), checked(runNoteTextSchema, text, 'text'))),
    addPhoto: (runId, photo) =>
      outcomeOf(async () => {
        const { caption, contentBase64 } = checked(runPhotoSchema, photo, 'photo');
        const content = new Uint8Array(Buffer.from(contentBase64, 'base64'));
        return shownPhotos(bench, runId, await engine.addPhoto(folderOfRun(bench, runId), caption, content));
      }),
    cancel: () =>
      outcomeOf(async () => {
        await engine.cancel();
        return null;
      }),
  };
}

type ControlCall =
  | 'deleteRun'
  | 'undeleteRun'
  | 'repeatStep'
  | 'verify'
  | 'measure'
  | 'resume'
  | 'answer'
  | 'openLive'
  | 'changeLive'
  | 'saveLive';

/** The calls that play or write: for who holds the controls. */
export function controlCalls(
  bench: Bench,
  who: Controller,
): Pick<PageCalls, ControlCall> & Omit<RigPageCalls, ReadingRigCall> {
  const { engine } = bench;
  const controlled = <Value>(call: () => Promise<Value>): Promise<Outcome<Value>> =>
    outcomeOf(async () => {
      mustControl(bench, who);
      return call();
    });
  const done = (call: () => Promise<void>): Promise<Outcome<null>> =>
    controlled(async () => {
      await call();
      return null;
    });
  return {
    ...playingRigCalls(engine, {
      mustControl: () => {
        mustControl(bench, who);
      },
      whilePlaying: async (play) => {
        who.plays = true;
        try {
          return await play();
        } finally {
          who.plays = false;
        }
      },
    }),
    deleteRun: (runId) => done(() => engine.deleteRun(folderOfRun(bench, runId))),
    undeleteRun: (runId) => done(() => engine.undeleteRun(folderOfRun(bench, runId))),
    verify: (request) =>
      controlled(() => {
        const { seed = DEFAULT_SEED, ...asked } = checked(pageVerifyRequestSchema, request, 'request');
        return engine.verify({ kind: 'new', ...asked, seed, folder: newRunFolder(bench.runsDir) });
      }),
    measure: (request) =>
      controlled(() => {
        const { seed = DEFAULT_SEED, ...asked } = checked(pageMeasureRequestSchema, request, 'request');
        return engine.measure({ ...asked, seed, folder: newRunFolder(bench.runsDir) });
      }),
    resume: (runId) => controlled(() => engine.verify({ kind: 'resume', folder: folderOfRun(bench, runId) })),
    repeatStep: (runId, stepId) =>
      controlled(() => engine.repeatStep(folderOfRun(bench, runId), checked(stepIdSchema, stepId, 'stepId'))),
    answer: (promptId, answer) =>
      done(() =>
        engine.answer(checked(promptIdSchema, promptId, 'promptId'), checked(promptAnswerSchema, answer, 'answer')),
      ),
    openLive: (request) => done(() => engine.openLive(checked(liveRequestSchema, request, 'request'))),
    changeLive: (change) => done(() => engine.changeLive(checked(liveChangeSchema, change, 'change'))),
    saveLive: (request) =>
      controlled(async () => {
        const folder = `${newRunFolder(bench.runsDir)}-live`;
        await engine.saveLive(checked(liveSaveSchema, request, 'request'), folder);
        return basename(folder);
      }),
  };
}
