import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { AmpbenchError } from '../../../core/errors.ts';
import { captureSchema } from '../../../core/result/captureSchema.ts';
import type { CaptureRecord } from '../../../core/result/verification.ts';
import { runIdSchema } from '../../../electron/ipc/contract.ts';
import { outcomeOf, valueOf } from '../../engine/protocol.ts';
import { captureFile } from '../../store/runFolder.ts';
import { storageError, systemCode } from '../../store/storageError.ts';
import { folderOfRun } from '../readingCalls.ts';
import { COMMON_HEADERS } from '../sendAnswer.ts';
import { byteRange } from './byteRange.ts';
import { contentRoute, jsonRoute, type ApiCall, type Route, type Streamed } from './route.ts';

const tag = 'captures';
const capturePath = z.strictObject({ runId: runIdSchema, takeId: captureSchema.shape.takeId.min(1).max(200) });

/** Where a capture lies is this machine's own matter. */
const apiCaptureSchema = captureSchema.omit({ file: true }).strip();

/** @throws AmpbenchError `data/run-not-finished` */
async function capturesOf({ calls }: ApiCall, runId: string): Promise<readonly CaptureRecord[]> {
  const { verification, measurement } = valueOf(await calls.readRun(runId));
  const result = verification ?? measurement;
  if (result !== null) return result.captures;
  const tip = 'wait until it ends, or resume it';
  throw new AmpbenchError('data', 'run-not-finished', `run "${runId}" has no result`, { runId }, tip);
}

const unknown = (runId: string, takeId: string, why: string): AmpbenchError =>
  new AmpbenchError(
    'data',
    'capture-unknown',
    `${why} of take "${takeId}" in run "${runId}"`,
    { runId, takeId },
    `GET /api/v1/runs/${runId}/captures lists those there are`,
  );

async function sizeOf(path: string, runId: string, takeId: string): Promise<number> {
  const size = await stat(path).then(
    (file) => file.size,
    (error: unknown) => {
      if (systemCode(error) === 'ENOENT') return 0;
      throw storageError(error, 'read', path);
    },
  );
  if (size === 0) throw unknown(runId, takeId, 'the file is missing');
  return size;
}

/** Captures as they were recorded. */
export const captureRoutes: readonly Route[] = [
  jsonRoute({
    method: 'GET',
    path: '/runs/{runId}/captures',
    operationId: 'listCaptures',
    summary: 'What a finished run recorded',
    tag,
    pathParameters: z.strictObject({ runId: runIdSchema }),
    result: z.array(apiCaptureSchema),
    description: 'each capture with the sha256 of its samples (float32, little endian, interleaved)',
    call: (call, { path }) =>
      outcomeOf<readonly z.infer<typeof apiCaptureSchema>[]>(async () =>
        (await capturesOf(call, path.runId)).map((capture) => apiCaptureSchema.parse(capture)),
      ),
  }),
  contentRoute({
    method: 'GET',
    path: '/runs/{runId}/captures/{takeId}',
    operationId: 'readCapture',
    summary: 'A capture as WAV; with a Range header a part of it (206)',
    tag,
    pathParameters: capturePath,
    gives: { status: 200, description: 'the file', content: { 'audio/wav': null } },
    answer: async (call, { path: { runId, takeId } }): Promise<Streamed> => {
      const capture = (await capturesOf(call, runId)).find((each) => each.takeId === takeId);
      if (capture === undefined) throw unknown(runId, takeId, 'there is no capture');
      const path = join(folderOfRun(call.bench, runId), captureFile(takeId));
      const { headers } = call.request;
      const sizeBytes = await sizeOf(path, runId, takeId);
      const tagOfContent = `"${capture.sha256}"`;
      // A range of another version of the file is of no use (RFC 9110, 13.1.5)
      const isWanted = headers['if-range'] === undefined || headers['if-range'] === tagOfContent;
      const range = isWanted ? byteRange(headers.range, sizeBytes) : null;
      const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
      return async (response, withContent) => {
        response.writeHead(range === null ? 200 : 206, {
          ...COMMON_HEADERS,
          'content-type': 'audio/wav',
          'content-disposition': `attachment; filename="${takeId}.wav"`,
          'content-length': last - first + 1,
          'accept-ranges': 'bytes',
          etag: tagOfContent,
          ...(range === null ? {} : { 'content-range': `bytes ${first}-${last}/${sizeBytes}` }),
        });
        if (withContent) await pipeline(createReadStream(path, { start: first, end: last }), response);
        else response.end();
      };
    },
  }),
];
