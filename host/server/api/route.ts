import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Outcome, PageCalls } from '../../../electron/ipc/contract.ts';
import { valueOf } from '../../engine/protocol.ts';
import type { Bench } from '../bench.ts';
import { checked } from '../checked.ts';
import type { controlCalls, everybodysCalls } from '../controlCalls.ts';
import type { Controller } from '../controls.ts';
import type { readingCalls } from '../readingCalls.ts';
import { COMMON_HEADERS, type Answer } from '../sendAnswer.ts';
import type { EventViewers } from './eventViewers.ts';
import type { ProgramControls } from './programControls.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Who may make a call: anybody, whoever has the token, or of these who holds the controls. */
export type Access = 'open' | 'token' | 'control';

/** A call under way, with all that answering it needs. */
export interface ApiCall {
  readonly bench: Bench;
  readonly calls: Pick<
    PageCalls,
    keyof (ReturnType<typeof readingCalls> & ReturnType<typeof everybodysCalls> & ReturnType<typeof controlCalls>)
  >;
  readonly controls: ProgramControls;
  readonly viewers: EventViewers;
  /** Who makes the call, where it is who holds the controls. */
  readonly who: Controller | null;
  readonly request: IncomingMessage;
}

/** An answer that is written bit by bit; the caller has nothing left to do. */
export type Streamed = (response: ServerResponse, withContent: boolean) => Promise<void> | void;

/** What came with a request, not yet checked. */
export interface RawInput {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What a call gives back, for the document. Without a schema: bytes, or text that is no JSON. */
export interface Described {
  readonly status: 200 | 201;
  readonly description: string;
  readonly content: Readonly<Record<string, z.ZodType | null>>;
}

/** One call of the API: how it is found, what it takes and gives, and what answers it. */
export interface Route {
  readonly method: Method;
  /** With `{names}` in it. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  readonly pathParameters: z.ZodObject;
  readonly query: z.ZodObject;
  /** Null: it takes none. */
  readonly body: z.ZodType | null;
  readonly gives: Described;
  readonly answer: (call: ApiCall, input: RawInput) => Promise<Answer | Streamed>;
}

const NOTHING = z.strictObject({});

interface Definition<Path extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> {
  readonly method: Method;
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  /** `token` unless told. */
  readonly access?: Access;
  readonly pathParameters?: Path;
  readonly query?: Query;
  readonly body?: Body;
}

interface Input<Path, Query, Body> {
  readonly path: z.infer<Path>;
  readonly query: z.infer<Query>;
  readonly body: z.infer<Body>;
}

/** A call that is answered with content of its own making. */
export function contentRoute<
  Path extends z.ZodObject = typeof NOTHING,
  Query extends z.ZodObject = typeof NOTHING,
  Body extends z.ZodType = z.ZodUndefined,
>(
  definition: Definition<Path, Query, Body> & {
    readonly gives: Described;
    readonly answer: (call: ApiCall, input: Input<Path, Query, Body>) => Promise<Answer | Streamed>;
  },
): Route {
  const { access = 'token', body, answer, ...rest } = definition;
  const pathParameters: z.ZodObject = definition.pathParameters ?? NOTHING;
  const query: z.ZodObject = definition.query ?? NOTHING;
  return {
    ...rest,
    access,
    pathParameters,
    query,
    body: body ?? null,
    answer: async (call, raw) => {
      const input = {
        path: checked(pathParameters, raw.path, 'path'),
        query: checked(query, raw.query, 'query'),
        body: body === undefined ? undefined : checked(body, raw.body, 'body'),
      };
      return answer(call, input as Input<Path, Query, Body>);
    },
  };
}

/** A call that is answered with a JSON document. */
export function jsonRoute<
  Result,
  Path extends z.ZodObject = typeof NOTHING,
  Query extends z.ZodObject = typeof NOTHING,
  Body extends z.ZodType = z.ZodUndefined,
>(
  definition: Definition<Path, Query, Body> & {
    readonly status?: 201;
    readonly result: z.ZodType<Result>;
    readonly description: string;
    readonly call: (call: ApiCall, input: Input<Path, Query, Body>) => Promise<Outcome<Result>>;
  },
): Route {
  const { status = 200, result, description, call: ask, ...rest } = definition;
  return contentRoute({
    ...rest,
    gives: { status, description, content: { 'application/json': result } },
    answer: async (call, input) => jsonAnswer(status, valueOf(await ask(call, input))),
  });
}

export const jsonAnswer = (status: number, value: unknown): Answer => ({
  status,
  headers: { ...COMMON_HEADERS, 'content-type': 'application/json; charset=utf-8' },
  content: `${JSON.stringify(value)}\n`,
});
