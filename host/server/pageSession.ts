import { basename, join } from 'node:path';
import { createBirpc } from 'birpc';
import { AmpbenchError } from '../../core/errors.ts';
import {
  pageMeasureRequestSchema,
  pageVerifyRequestSchema,
  promptAnswerSchema,
  promptIdSchema,
  runNoteTextSchema,
  type EngineEvent,
  type Outcome,
  type PageCalls,
  type PageEvents,
  type Seat,
} from '../../electron/ipc/contract.ts';
import { liveChangeSchema, liveRequestSchema, liveSaveSchema } from '../../electron/ipc/live.ts';
import { outcomeOf } from '../engine/protocol.ts';
import type { Bench } from './bench.ts';
import type { PageLink } from './pageLink.ts';
import { checked } from './checked.ts';
import { folderOfRun, readingCalls } from './readingCalls.ts';
import { playingRigCalls } from './rigPageCalls.ts';

/** A page that does not read for this long a queue is cut off: the bench must not hold its memory. */
const QUEUE_LIMIT_BYTES = 64 * 1024 * 1024;
/** Live frames on their way to a page at most; one that takes them in more slowly misses some, so that it always shows the present. */
const FRAMES_UNDER_WAY = 3;
/** Seed of a run whose page names none: the same bench then gives the same bytes. */
const DEFAULT_SEED = 1;

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
  #framesUnderWay = 0;
  #plays = false;
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

  /** A loopback of the rig that this page asked for goes on; nobody else hears of it. */
  get plays(): boolean {
    return this.#plays;
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

  show(frame: Uint8Array): void {
    if (this.#framesUnderWay >= FRAMES_UNDER_WAY) return;
    this.#framesUnderWay += 1;
    this.#link.sendFrame(frame);
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
      ...readingCalls(bench),
      ...playingRigCalls(engine, {
        mustControl: () => {
          this.#mustControl();
        },
        whilePlaying: async (play) => {
          this.#plays = true;
          try {
            return await play();
          } finally {
            this.#plays = false;
          }
        },
      }),
      noteRun: (runId, text) =>
        outcomeOf(async () => engine.noteRun(folderOfRun(bench, runId), checked(runNoteTextSchema, text, 'text'))),
      deleteRun: (runId) =>
        done(async () => {
          this.#mustControl();
          await engine.deleteRun(folderOfRun(bench, runId));
        }),
      undeleteRun: (runId) =>
        done(async () => {
          this.#mustControl();
          await engine.undeleteRun(folderOfRun(bench, runId));
        }),
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
      measure: (request) =>
        outcomeOf(async () => {
          this.#mustControl();
          const { measurement, rig, seed } = checked(pageMeasureRequestSchema, request, 'request');
          return engine.measure({ measurement, rig, seed: seed ?? DEFAULT_SEED, folder: newRunFolder(bench.runsDir) });
        }),
      resume: (runId) =>
        outcomeOf(async () => {
          this.#mustControl();
          return engine.verify({ kind: 'resume', folder: folderOfRun(bench, runId) });
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
      openLive: (request) =>
        done(async () => {
          this.#mustControl();
          await engine.openLive(checked(liveRequestSchema, request, 'request'));
        }),
      changeLive: (change) =>
        done(async () => {
          this.#mustControl();
          await engine.changeLive(checked(liveChangeSchema, change, 'change'));
        }),
      saveLive: (request) =>
        outcomeOf(async () => {
          this.#mustControl();
          const folder = `${newRunFolder(bench.runsDir)}-live`;
          await engine.saveLive(checked(liveSaveSchema, request, 'request'), folder);
          return basename(folder);
        }),
      liveTaken: () => {
        this.#framesUnderWay = Math.max(0, this.#framesUnderWay - 1);
      },
      takeControl: () =>
        outcomeOf(() => {
          bench.controller ??= this;
          this.#mustControl();
          announceSeats(bench);
          return Promise.resolve(this.seat);
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
