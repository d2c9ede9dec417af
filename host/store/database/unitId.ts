import { createHash } from 'node:crypto';

/**
 * The key of a unit: the same on every bench and in every store.
 * @param product as the run names it; empty where it names none
 * @param serial as `unitSerial` keeps it
 */
export function unitIdOf(product: string, serial: string): string {
  return createHash('sha256')
    .update(JSON.stringify([product, serial]))
    .digest('hex');
}
