import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Compares two secrets in a time that tells nothing about where they differ. */
export function sameSecret(left: string, right: string): boolean {
  const [leftBytes, rightBytes] = [Buffer.from(left), Buffer.from(right)];
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
}

/** Keys that open the report of one run and nothing else, so they may stand in an address. They hold as long as this process. */
export class ReportKeys {
  readonly #secret = randomBytes(32);

  keyOf(runId: string): string {
    return createHmac('sha256', this.#secret).update(runId).digest('base64url');
  }

  fits(runId: string, key: string): boolean {
    return sameSecret(key, this.keyOf(runId));
  }
}
