import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { sameSecret } from './secrets.ts';

/** The WebSocket subprotocol of the bench; the token travels as the second one offered, never in an address. */
export const BENCH_PROTOCOL = 'ampbench.v1';

/**
 * Who may talk to the bench: this machine's own addresses only, by name (so a foreign site that resolves to 127.0.0.1
 * is refused), pages of this server only (Origin), and only with the token that the printed address carries.
 */
export class AccessRules {
  readonly token = randomBytes(32).toString('base64url');
  readonly #hosts: ReadonlySet<string>;

  /** @param port the port that is really listened on */
  constructor(port: number) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  }

  /** The request names this server as its host. */
  hostAllowed({ headers }: IncomingMessage): boolean {
    return headers.host !== undefined && this.#hosts.has(headers.host.toLowerCase());
  }

  /** A WebSocket is asked for by a page that this server itself served. */
  originAllowed(request: IncomingMessage): boolean {
    return this.hostAllowed(request) && request.headers.origin === `http://${request.headers.host!.toLowerCase()}`;
  }

  /** A request that names no origin comes from no page; one that does comes from a page of this server. */
  originFitting(request: IncomingMessage): boolean {
    return request.headers.origin === undefined || this.originAllowed(request);
  }

  /** The second subprotocol offered is the token. */
  tokenGiven({ headers }: IncomingMessage): boolean {
    const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());
    return offered.length === 2 && offered[0] === BENCH_PROTOCOL && sameSecret(offered[1], this.token);
  }
}
