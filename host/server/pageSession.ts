import { createBirpc } from 'birpc';
import type { EngineEvent, PageCalls, PageEvents, Seat } from '../../electron/ipc/contract.ts';
import { outcomeOf } from '../engine/protocol.ts';
import type { Bench } from './bench.ts';
import { controlCalls, everybodysCalls } from './controlCalls.ts';
import { takeControls, type Controller } from './controls.ts';
import type { PageLink } from './pageLink.ts';
import { readingCalls } from './readingCalls.ts';

/** A page with a longer queue does not read, and is cut off: the bench must not hold its memory. */
const QUEUE_LIMIT_BYTES = 16 * 1024 * 1024;
/** A page that is this far behind is told of no progress. */
const PROGRESS_LIMIT_BYTES = 256 * 1024;
/** Live frames on their way to a page at most; one that takes them in more slowly misses some, so that it always shows the present. */
const FRAMES_UNDER_WAY = 3;

/** One connected page: its calls into the engine, and the events it is sent. */
export class PageSession implements Controller {
  readonly #bench: Bench;
  readonly #link: PageLink;
  #framesUnderWay = 0;
  plays = false;
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
    const { waitingBytes } = this.#link;
    // Progress is of the moment: old news of it help nobody.
    if (event.type === 'take-progress' && waitingBytes > PROGRESS_LIMIT_BYTES) return;
    if (waitingBytes > QUEUE_LIMIT_BYTES) this.#link.cut('the page does not take what it is sent');
    else void this.#page.event(event);
  }

  show(frame: Uint8Array): void {
    if (this.#framesUnderWay >= FRAMES_UNDER_WAY) return;
    this.#framesUnderWay += 1;
    this.#link.sendFrame(frame);
  }

  #calls(): PageCalls {
    const bench = this.#bench;
    return {
      ...readingCalls(bench),
      ...everybodysCalls(bench),
      ...controlCalls(bench, this),
      liveTaken: () => {
        this.#framesUnderWay = Math.max(0, this.#framesUnderWay - 1);
      },
      takeControl: () =>
        outcomeOf(() => {
          takeControls(bench, this);
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
