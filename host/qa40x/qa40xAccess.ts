import type { IncomingHttpHeaders } from 'node:http';
import { AmpbenchError } from '../../core/errors.ts';

/**
 * Who may call: programs of this machine, which name it as their host (a foreign site that resolves here does not), and pages whose origin was let in when
 * the bench was started. There is no token: the clients of this interface know none.
 */
export class Qa40xAccess {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  /** @param origins as browsers send them: `https://example.org`, or `null` for pages that are opened as files */
  constructor(port: number, origins: readonly string[]) {
    this.#hosts = new Set([`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]);
    this.#origins = new Set(origins);
  }

  /** @throws AmpbenchError `usage/host-not-allowed`, `usage/origin-not-allowed` */
  check({ host = '', origin }: IncomingHttpHeaders): void {
    if (!this.#hosts.has(host.toLowerCase()))
      throw new AmpbenchError('usage', 'host-not-allowed', `the Host must be one of ${[...this.#hosts].join(', ')}`);
    if (origin !== undefined && !this.#origins.has(origin))
      throw new AmpbenchError(
        'usage',
        'origin-not-allowed',
        `pages of ${origin.slice(0, 100)} may not call; start the bench with --qa40x-origin ${origin.slice(0, 100)}`,
      );
  }

  /** What lets a browser show the answer to the page that asked; nothing where no page did. */
  headersFor({ origin }: IncomingHttpHeaders): Record<string, string> {
    if (origin === undefined || !this.#origins.has(origin)) return {};
    return {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, PUT, POST, OPTIONS',
      'access-control-allow-headers': 'content-type',
      vary: 'origin',
    };
  }
}
