import { join } from 'node:path';
import { createBirpc } from 'birpc';
import type { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';
import {
  cardTextSchema,
  pageVerifyRequestSchema,
  planRequestSchema,
  promptAnswerSchema,
  promptIdSchema,
  runIdSchema,
  type EngineEvent,
  type Outcome,
  type PageCalls,
  type PageEvents,
  type Seat,
} from '../../electron/ipc/contract.ts';
import { outcomeOf } from '../engine/protocol.ts';
import type { Bench } from './bench.ts';
import type { PageLink } from './pageLink.ts';

/** A page that does not read for this long a queue is cut off: the bench must not hold its memory. */
const QUEUE_LIMIT_BYTES = 64 * 1024 * 1024;
/** Seed of a run whose page names none: the same bench then gives the same bytes. */
const DEFAULT_SEED = 1;

function checked<Value>(schema: z.ZodType<Value>, value: unknown, what: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = [what, ...issue.path.map(String)].join('.');
  throw new AmpbenchError('usage', 'bad-request', `${place}: ${issue.message}`, { place });
}

function newRunFolder(runsDir: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/gu, '-');
  return join(runsDir, stamp);
}

/** Tells every page who holds the controls now. */
export function announceSeats(bench: Bench): void {
  for (const session of bench.sessions) session.tellSeat();
}

/** One connected page: its calls into the engine, and the events it is sent. */
export class PageSession {
  readonly #bench: Bench;
  readonly #link: PageLink;
  readonly #page: ReturnType<typeof createBirpc<PageEvents, PageCalls>>;

  constructor(bench: Bench, link: PageLink) {
    this.#bench = bench;
    this.#link = link;
    const calls = this.#calls();
    this.#page = createBirpc<PageEvents, PageCalls>(calls, {
      post: (message: string) => {
        link.send(message);
      },
      on: (receive) => {
        link.onMessage((text) => {
          const message = text === null ? null : readMessage(text);
          if (message === null) link.refuse('not a bench message');
          else receive(message);
        });
      },
      serialize: (message: unknown) => JSON.stringify(message),
      // Only the calls above exist: nothing that an object inherits can be called by name.
      resolver: (name, call) => (Object.hasOwn(calls, name) ? call : undefined),
      eventNames: ['welcome', 'seat', 'event'],
      timeout: -1,
    });
  }

  get seat(): Seat {
    const { controller, sessions } = this.#bench;
    return {
      role: controller === this ? 'controller' : 'viewer',
      controlsFree: controller === null,
      pageCount: sessions.size,
    };
  }

  welcome(): void {
    void this.#page.welcome(this.seat, this.#bench.log.events);
  }

  tellSeat(): void {
    void this.#page.seat(this.seat);
  }

  tell(event: EngineEvent): void {
    if (this.#link.waitingBytes > QUEUE_LIMIT_BYTES) this.#link.cut();
    else void this.#page.event(event);
  }

  #mustControl(): void {
    if (this.#bench.controller === this) return;
    throw new AmpbenchError(
      'usage',
      'not-in-control',
      'another page holds the controls of this bench; this one watches',
      {},
      'close the other page, or take the controls there is nobody at',
    );
  }

  #calls(): PageCalls {
    const bench = this.#bench;
    const { engine } = bench;
    const done = async (call: () => Promise<void>): Promise<Outcome<null>> =>
      outcomeOf(async () => {
        await call();
        return null;
      });
    return {
      cards: () => outcomeOf(() => engine.cards()),
      parseCard: (text) => outcomeOf(async () => engine.parseCard(checked(cardTextSchema, text, 'text'))),
      rigs: () => outcomeOf(() => engine.rigs()),
      plan: (request) => outcomeOf(async () => engine.plan(checked(planRequestSchema, request, 'request'))),
      verify: (request) =>
        outcomeOf(async () => {
          this.#mustControl();
          const { card, rig, seed } = checked(pageVerifyRequestSchema, request, 'request');
          return engine.verify({
            kind: 'new',
            card,
            rig,
            seed: seed ?? DEFAULT_SEED,
            folder: newRunFolder(bench.runsDir),
          });
        }),
      answer: (promptId, answer) =>
        done(async () => {
          this.#mustControl();
          await engine.answer(
            checked(promptIdSchema, promptId, 'promptId'),
            checked(promptAnswerSchema, answer, 'answer'),
          );
        }),
      // Stopping is everybody's right: whoever sees smoke may press it.
      cancel: () => done(() => engine.cancel()),
      takeControl: () =>
        outcomeOf(() => {
          bench.controller ??= this;
          this.#mustControl();
          announceSeats(bench);
          return Promise.resolve(this.seat);
        }),
      reportPath: (runId) =>
        outcomeOf(() => {
          const id = checked(runIdSchema, runId, 'runId');
          if (bench.log.folderOf(id) === null) {
            throw new AmpbenchError('data', 'run-unknown', `this bench has not seen a run "${id}"`, { runId: id });
          }
          return Promise.resolve(`/runs/${encodeURIComponent(id)}/report.html?key=${bench.reportKeys.keyOf(id)}`);
        }),
    };
  }
}

/** A message of the protocol, or null for anything else. */
function readMessage(text: string): unknown {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message !== 'object' || message === null || !('t' in message)) return null;
    if (message.t === 's') return message;
    return message.t === 'q' &&
      'm' in message &&
      typeof message.m === 'string' &&
      'a' in message &&
      Array.isArray(message.a)
      ? message
      : null;
  } catch {
    return null;
  }
}
