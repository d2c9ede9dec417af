import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import {
  cardRefSchema,
  measurementPreviewRequestSchema,
  pagePairRequestSchema,
  planRequestSchema,
  reportFormatSchema,
  runIdSchema,
  searchTextSchema,
  type PageCalls,
  type PagePairRequest,
  type PairRequest,
} from '../../electron/ipc/contract.ts';
import { liveRequestSchema } from '../../electron/ipc/live.ts';
import { outcomeOf } from '../engine/protocol.ts';
import type { Bench } from './bench.ts';
import { checked } from './checked.ts';
import { shownPhotos } from './shownPhotos.ts';
import { readingRigCalls, type ReadingRigCall } from './rigPageCalls.ts';

/** The folder of a run, by its name: that of a run this bench has seen, else the one of that name beside them. */
export function folderOfRun(bench: Pick<Bench, 'log' | 'runsDir'>, runId: unknown): string {
  const id = checked(runIdSchema, runId, 'runId');
  return bench.log.folderOf(id) ?? join(bench.runsDir, id);
}

function withFolder(bench: Bench, request: PagePairRequest): PairRequest {
  const { amp } = request;
  return amp.kind === 'run'
    ? { ...request, amp: { kind: 'run', folder: folderOfRun(bench, amp.runId) } }
    : { ...request, amp };
}

type ReadingCall =
  | 'cards'
  | 'readCard'
  | 'rigs'
  | 'plan'
  | 'kinds'
  | 'previewMeasurement'
  | 'previewLive'
  | 'headphones'
  | 'pair'
  | 'runs'
  | 'readRun'
  | 'photos'
  | 'reportPath';

/** The calls that change nothing and play nothing: every page may make them. */
export function readingCalls(bench: Bench): Pick<PageCalls, ReadingCall | ReadingRigCall> {
  const { engine } = bench;
  return {
    ...readingRigCalls(engine),
    cards: () => outcomeOf(() => engine.cards()),
    readCard: (ref) => outcomeOf(async () => engine.readCard(checked(cardRefSchema, ref, 'card'))),
    rigs: () => outcomeOf(() => engine.rigs()),
    plan: (request) => outcomeOf(async () => engine.plan(checked(planRequestSchema, request, 'request'))),
    kinds: () => outcomeOf(() => engine.kinds()),
    previewMeasurement: (request) =>
      outcomeOf(async () => engine.previewMeasurement(checked(measurementPreviewRequestSchema, request, 'request'))),
    previewLive: (request) => outcomeOf(async () => engine.previewLive(checked(liveRequestSchema, request, 'request'))),
    headphones: (filter) => outcomeOf(async () => engine.headphones(checked(searchTextSchema, filter, 'filter'))),
    pair: (request) =>
      outcomeOf(async () => engine.pair(withFolder(bench, checked(pagePairRequestSchema, request, 'request')))),
    runs: () => outcomeOf(() => engine.runs(bench.runsDir)),
    readRun: (runId) => outcomeOf(async () => engine.readRun(folderOfRun(bench, runId))),
    photos: (runId) => outcomeOf(async () => shownPhotos(bench, runId, await engine.photos(folderOfRun(bench, runId)))),
    reportPath: (runId, format) =>
      outcomeOf(() => {
        const id = checked(runIdSchema, runId, 'runId');
        const ending = checked(reportFormatSchema, format, 'format');
        if (bench.log.folderOf(id) === null && !existsSync(join(bench.runsDir, id, 'run.json'))) {
          throw new AmpbenchError('data', 'run-unknown', `there is no run "${id}" here`, { runId: id });
        }
        return Promise.resolve(`/runs/${id}/report.${ending}?key=${bench.reportKeys.keyOf(id)}`);
      }),
  };
}
