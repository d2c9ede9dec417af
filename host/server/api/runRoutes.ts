import { z } from 'zod';
import {
  pageMeasureRequestSchema,
  pageVerifyRequestSchema,
  promptAnswerSchema,
  promptIdSchema,
  reportFormatSchema,
  runIdSchema,
  runNoteTextSchema,
  type Outcome,
} from '../../../electron/ipc/contract.ts';
import { outcomeOf, valueOf } from '../../engine/protocol.ts';
import { reportAnswer } from '../pageFiles.ts';
import { noteSchema, runFigureSchema, runListingSchema, storedRunSchema } from './answerSchemas.ts';
import { contentRoute, jsonRoute, type Route } from './route.ts';
import { figuresOf, type RunFigure } from './runFigures.ts';

const tag = 'runs';
export const runPath = z.strictObject({ runId: runIdSchema });
const begun = z.strictObject({ runId: runIdSchema });
const page = {
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('how many at most'),
  offset: z.coerce.number().int().min(0).default(0).describe('how many of the latest to leave out'),
};

const BEGUN =
  'the run has begun; how it goes on is told by the events, and nothing plays before its prompts have been answered';

async function idOf(started: Promise<Outcome<{ readonly runId: string }>>): Promise<Outcome<z.infer<typeof begun>>> {
  return outcomeOf(async () => ({ runId: valueOf(await started).runId }));
}

/** Runs: begun, watched, answered, read. */
export const runRoutes: readonly Route[] = [
  jsonRoute({
    method: 'GET',
    path: '/runs',
    operationId: 'listRuns',
    summary: 'The runs of this bench, latest first',
    tag,
    query: z.strictObject(page),
    result: z.strictObject({ total: z.int().min(0), runs: z.array(runListingSchema).readonly() }),
    description: 'one page of them',
    call: ({ calls }, { query: { limit, offset } }) =>
      outcomeOf(async () => {
        const runs = valueOf(await calls.runs());
        return { total: runs.length, runs: runs.slice(offset, offset + limit) };
      }),
  }),
  jsonRoute({
    method: 'POST',
    path: '/verifications',
    operationId: 'verify',
    summary: 'Begin a verification of a card on a rig',
    tag,
    access: 'control',
    body: pageVerifyRequestSchema,
    status: 201,
    result: begun,
    description: BEGUN,
    call: ({ calls }, { body }) => idOf(calls.verify(body)),
  }),
  jsonRoute({
    method: 'POST',
    path: '/measurements',
    operationId: 'measure',
    summary: 'Begin a single measurement on a rig',
    tag,
    access: 'control',
    body: pageMeasureRequestSchema,
    status: 201,
    result: begun,
    description: BEGUN,
    call: ({ calls }, { body }) => idOf(calls.measure(body)),
  }),
  jsonRoute({
    method: 'GET',
    path: '/runs/{runId}',
    operationId: 'readRun',
    summary: 'A run with its result',
    tag,
    pathParameters: runPath,
    result: storedRunSchema,
    description: 'the result is null where the run is not finished',
    call: ({ calls }, { path }) => calls.readRun(path.runId),
  }),
  jsonRoute({
    method: 'DELETE',
    path: '/runs/{runId}',
    operationId: 'deleteRun',
    summary: 'Put a run aside',
    tag,
    access: 'control',
    pathParameters: runPath,
    result: z.null(),
    description: 'it is listed no more; restore brings it back',
    call: ({ calls }, { path }) => calls.deleteRun(path.runId),
  }),
  jsonRoute({
    method: 'POST',
    path: '/runs/{runId}/restore',
    operationId: 'restoreRun',
    summary: 'Bring a deleted run back',
    tag,
    access: 'control',
    pathParameters: runPath,
    result: z.null(),
    description: 'it is back',
    call: ({ calls }, { path }) => calls.undeleteRun(path.runId),
  }),
  jsonRoute({
    method: 'POST',
    path: '/runs/{runId}/resume',
    operationId: 'resumeRun',
    summary: 'Go on with an unfinished run from the last finished take',
    tag,
    access: 'control',
    pathParameters: runPath,
    status: 201,
    result: begun,
    description: 'it goes on',
    call: ({ calls }, { path }) => idOf(calls.resume(path.runId)),
  }),
  jsonRoute({
    method: 'POST',
    path: '/runs/{runId}/notes',
    operationId: 'addNote',
    summary: 'Add a note to a run',
    tag,
    pathParameters: runPath,
    body: z.strictObject({ text: runNoteTextSchema }),
    status: 201,
    result: z.array(noteSchema),
    description: 'all notes of the run',
    call: ({ calls }, { path, body }) => calls.noteRun(path.runId, body.text),
  }),
  jsonRoute({
    method: 'GET',
    path: '/runs/{runId}/figures',
    operationId: 'listFigures',
    summary: 'The figures of a finished run, with their uncertainty, definition and conditions',
    tag,
    pathParameters: runPath,
    query: z.strictObject({
      figureId: z.string().max(100).exactOptional().describe('only those of this id: thd-n, gain, …'),
    }),
    result: z.array(runFigureSchema),
    description: 'in the order in which they were measured',
    call: ({ calls }, { path, query }) =>
      outcomeOf<readonly RunFigure[]>(async () => {
        const figures = figuresOf(valueOf(await calls.readRun(path.runId)));
        return figures.filter(({ id }) => query.figureId === undefined || id === query.figureId);
      }),
  }),
  contentRoute({
    method: 'GET',
    path: '/runs/{runId}/reports/{format}',
    operationId: 'readReport',
    summary: 'The report of a finished run',
    tag,
    pathParameters: z.strictObject({ runId: runIdSchema, format: reportFormatSchema }),
    gives: {
      status: 200,
      description: 'the report',
      content: {
        'text/html': null,
        'application/pdf': null,
        'image/png': null,
        'text/csv': null,
        'text/markdown': null,
        'application/json': null,
      },
    },
    answer: ({ bench }, { path }) => reportAnswer(bench, path.runId, path.format),
  }),
  jsonRoute({
    method: 'POST',
    path: '/prompts/{promptId}/answer',
    operationId: 'answerPrompt',
    summary: 'Answer the prompt that the run waits at',
    tag,
    access: 'control',
    pathParameters: z.strictObject({ promptId: promptIdSchema }),
    body: promptAnswerSchema,
    result: z.null(),
    description: 'the run goes on',
    call: ({ calls }, { path, body }) => calls.answer(path.promptId, body),
  }),
];
