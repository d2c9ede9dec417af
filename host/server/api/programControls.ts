import { randomBytes } from 'node:crypto';
import { AmpbenchError } from '../../../core/errors.ts';
import type { Bench } from '../bench.ts';
import { leaveControls, takeControls, type Controller } from '../controls.ts';
import { sameSecret } from '../secrets.ts';

/** A program that holds the controls makes a call at least this often; a page that answers nothing loses them after the same time. */
export const LEASE_SECONDS = 10;

interface Holder extends Controller {
  readonly key: string;
  callsUnderWay: number;
  expiry: NodeJS.Timeout | undefined;
}

/** The program that holds a bench's controls, as long as it makes itself heard: HTTP has no connection whose end would tell. */
export class ProgramControls {
  readonly #bench: Bench;
  readonly #leaseMs: number;
  #holder: Holder | null = null;

  constructor(bench: Bench, leaseSeconds = LEASE_SECONDS) {
    this.#bench = bench;
    this.#leaseMs = leaseSeconds * 1000;
  }

  /** @returns the key with which the holder makes itself known @throws AmpbenchError `usage/not-in-control` */
  take(): string {
    const holder: Holder = {
      key: randomBytes(16).toString('base64url'),
      plays: false,
      callsUnderWay: 0,
      expiry: undefined,
    };
    takeControls(this.#bench, holder);
    this.#holder = holder;
    holder.expiry = this.#expiryOf(holder);
    return holder.key;
  }

  /** Who makes a call with this key; null: nobody who holds the controls. */
  holderOf(key: string | undefined): Controller | null {
    return key !== undefined && this.#holder !== null && sameSecret(key, this.#holder.key) ? this.#holder : null;
  }

  /** @throws AmpbenchError `usage/control-lost` where a key was given that is not the holder's */
  mustHold(key: string | undefined): Controller {
    const holder = this.holderOf(key);
    if (holder !== null) return holder;
    throw new AmpbenchError(
      'usage',
      key === undefined ? 'not-in-control' : 'control-lost',
      key === undefined
        ? 'this call is for who holds the controls, and no Ampbench-Control header was given'
        : `these controls were given up, or no call came for ${this.#leaseMs / 1000} s`,
      {},
      'take the controls with POST /api/v1/controls and send the key in the header Ampbench-Control',
    );
  }

  /** A call of the holder begins: it is there until it ends. */
  callBegins(who: Controller | null): void {
    if (this.#holder === null || this.#holder !== who) return;
    this.#holder.callsUnderWay += 1;
    clearTimeout(this.#holder.expiry);
  }

  callEnds(who: Controller | null): void {
    if (this.#holder === null || this.#holder !== who) return;
    this.#holder.callsUnderWay -= 1;
    if (this.#holder.callsUnderWay === 0) this.#holder.expiry = this.#expiryOf(this.#holder);
  }

  /** `who` gives the controls up; what plays is stopped. Nothing happens where somebody else has them by now. */
  release(who: Controller | null): void {
    if (this.#holder === null || this.#holder !== who) return;
    clearTimeout(this.#holder.expiry);
    this.#holder = null;
    // Nobody inherits them: the next call of a program must not find that a page which only watched has them.
    leaveControls(this.#bench, who, null);
  }

  close(): void {
    this.release(this.#holder);
  }

  #expiryOf(holder: Controller): NodeJS.Timeout {
    return setTimeout(() => {
      this.release(holder);
    }, this.#leaseMs);
  }
}
