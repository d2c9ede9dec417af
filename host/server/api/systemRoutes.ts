import { z } from 'zod';
import { promptSchema } from './answerSchemas.ts';
import { outcomeOf } from '../../engine/protocol.ts';
import { COMMON_HEADERS } from '../sendAnswer.ts';
import { eventSchema } from './eventSchema.ts';
import { LEASE_SECONDS } from './programControls.ts';
import { contentRoute, jsonRoute, type Route } from './route.ts';

const tag = 'bench';

const statusSchema = z.strictObject({
  state: z.enum(['idle', 'running', 'waiting', 'live']).describe('waiting: for the answer to a prompt'),
  runId: z.string().nullable().describe('of the run under way'),
  prompt: promptSchema.nullable().describe('what the run waits for'),
  controls: z.enum(['free', 'yours', 'taken']),
});

/** The bench as a whole: its standing, its controls, its events. */
export const systemRoutes: readonly Route[] = [
  jsonRoute({
    method: 'GET',
    path: '/health',
    operationId: 'health',
    summary: 'Whether the bench answers; needs no token',
    tag,
    access: 'open',
    result: z.strictObject({ status: z.literal('ok') }),
    description: 'it does',
    call: () => outcomeOf(() => Promise.resolve({ status: 'ok' })),
  }),
  jsonRoute({
    method: 'GET',
    path: '/status',
    operationId: 'readStatus',
    summary: 'What the bench does now',
    tag,
    result: statusSchema,
    description: 'the run under way, and who holds the controls',
    call: ({ bench, who }) =>
      outcomeOf(() => {
        const { run, prompt, live } = bench.log.standing;
        const idle = live ? 'live' : 'idle';
        return Promise.resolve({
          state: run === null ? idle : prompt === null ? 'running' : 'waiting',
          runId: run?.runId ?? null,
          prompt,
          controls: bench.controller === null ? 'free' : who === null ? 'taken' : 'yours',
        });
      }),
  }),
  jsonRoute({
    method: 'POST',
    path: '/controls',
    operationId: 'takeControls',
    summary: 'Take the controls; one program or page has them at a time',
    tag,
    status: 201,
    result: z.strictObject({ key: z.string(), leaseSeconds: z.number() }),
    description:
      'the key for the header Ampbench-Control. Who holds the controls makes a call with it at least every leaseSeconds, or loses them, and what plays is stopped',
    call: ({ controls }) => outcomeOf(() => Promise.resolve({ key: controls.take(), leaseSeconds: LEASE_SECONDS })),
  }),
  jsonRoute({
    method: 'DELETE',
    path: '/controls',
    operationId: 'releaseControls',
    summary: 'Give the controls up; what plays is stopped',
    tag,
    access: 'control',
    result: z.null(),
    description: 'they are free',
    call: ({ controls, who }) =>
      outcomeOf(() => {
        controls.release(who);
        return Promise.resolve(null);
      }),
  }),
  jsonRoute({
    method: 'POST',
    path: '/stop',
    operationId: 'stop',
    summary: 'Fade the output and end what plays; everybody with the token may',
    tag,
    result: z.null(),
    description: 'nothing plays any more',
    call: ({ calls }) => calls.cancel(),
  }),
  contentRoute({
    method: 'GET',
    path: '/events',
    operationId: 'readEvents',
    summary: 'Everything that happens, as server-sent events',
    tag,
    gives: {
      status: 200,
      description:
        'begins with the events of the current or last run, or after those of the Last-Event-ID header; events-missed says that some since then are not known any more. closed says why the bench ends the stream. The data of each message is one event',
      content: { 'text/event-stream': eventSchema },
    },
    answer: ({ viewers, request }) =>
      Promise.resolve((response, withContent) => {
        if (withContent) viewers.open(response, COMMON_HEADERS, request.headers['last-event-id']?.toString());
        else response.writeHead(200, { ...COMMON_HEADERS, 'content-type': 'text/event-stream' }).end();
      }),
  }),
];
