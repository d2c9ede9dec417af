import type { ServerResponse } from 'node:http';
import { AmpbenchError } from '../../../core/errors.ts';
import type { ApiEvent } from './apiEvents.ts';
import { EventHistory } from './eventHistory.ts';

const HEARTBEAT_MS = 15_000;
/** A viewer that has taken nothing for this long is gone, or stands still. */
const STALL_LIMIT_MS = 60_000;
const VIEWER_LIMIT = 100;
/** A viewer tries again after this time. */
const RETRY_MS = 2000;

const BEGINS_RUN: ReadonlySet<ApiEvent['type']> = new Set(['run-started', 'measurement-started', 'live-started']);

interface Viewer {
  readonly response: ServerResponse;
  /** Number of the event that it is to get next. */
  next: number;
  /** Since when it has not taken what was sent; null: it has. */
  waitingSince: number | null;
}

/**
 * The event stream's viewers (server-sent events). Nothing is queued for any of them: each reads the one bounded history at its own speed, so a slow one delays
 * nobody; one that falls behind its end is told so and closed, and may come back.
 */
export class EventViewers {
  readonly #history: EventHistory;
  readonly #viewers = new Set<Viewer>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #stallLimitMs: number;

  constructor({
    history = new EventHistory(),
    heartbeatMs = HEARTBEAT_MS,
    stallLimitMs = STALL_LIMIT_MS,
  }: {
    readonly history?: EventHistory;
    readonly heartbeatMs?: number;
    readonly stallLimitMs?: number;
  } = {}) {
    this.#history = history;
    this.#stallLimitMs = stallLimitMs;
    this.#heartbeat = setInterval(() => {
      this.#beat();
    }, heartbeatMs);
    this.#heartbeat.unref();
  }

  tell(event: ApiEvent): void {
    // Progress is of the moment: it is neither kept nor sent to a viewer that is not up to date.
    if (event.type === 'take-progress') {
      const text = `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
      for (const viewer of this.#viewers)
        if (viewer.waitingSince === null && this.#history.at(viewer.next) === null) this.#write(viewer, text);
      return;
    }
    this.#history.add(event, BEGINS_RUN.has(event.type));
    for (const viewer of this.#viewers) this.#catchUp(viewer);
  }

  /**
   * Sends the events of the current or last run and then every further one; with `lastEventId` those after it.
   * @throws AmpbenchError `usage/too-many-viewers`
   */
  open(response: ServerResponse, headers: Readonly<Record<string, string>>, lastEventId: string | undefined): void {
    if (this.#viewers.size >= VIEWER_LIMIT) {
      throw new AmpbenchError(
        'usage',
        'too-many-viewers',
        `${VIEWER_LIMIT} programs read the events already`,
        { limit: VIEWER_LIMIT },
        'close some of them',
      );
    }
    const resumed = lastEventId === undefined ? null : this.#history.after(lastEventId);
    const viewer: Viewer = { response, next: resumed ?? this.#history.runStart, waitingSince: null };
    this.#viewers.add(viewer);
    response.on('drain', () => {
      viewer.waitingSince = null;
      this.#catchUp(viewer);
    });
    response.on('close', () => this.#viewers.delete(viewer));
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream; charset=utf-8' });
    const missed = lastEventId !== undefined && resumed === null;
    this.#write(viewer, `retry: ${RETRY_MS}\n${missed ? 'event: events-missed\ndata: {}\n' : ''}\n`);
    this.#catchUp(viewer);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const { response } of this.#viewers) response.end();
  }

  #catchUp(viewer: Viewer): void {
    while (viewer.waitingSince === null && this.#viewers.has(viewer)) {
      const event = this.#history.at(viewer.next);
      if (event === null) return;
      if (event === undefined) {
        this.#dismiss(viewer);
        return;
      }
      viewer.next += 1;
      this.#write(viewer, event.text);
    }
  }

  #write(viewer: Viewer, text: string): void {
    if (!viewer.response.write(text)) viewer.waitingSince ??= performance.now();
  }

  #dismiss(viewer: Viewer): void {
    const { response } = viewer;
    this.#viewers.delete(viewer);
    response.end(`event: closed\ndata: {"reason":"too-slow"}\n\n`);
    setTimeout(() => response.destroy(), this.#stallLimitMs).unref();
  }

  #beat(): void {
    for (const viewer of this.#viewers) {
      if (viewer.waitingSince === null) this.#write(viewer, ': still here\n\n');
      else if (performance.now() - viewer.waitingSince > this.#stallLimitMs) {
        this.#viewers.delete(viewer);
        viewer.response.destroy();
      }
    }
  }
}
