import type { Claim } from '../card/claim.ts';
import type { Figure } from '../result/figure.ts';
import type { ClaimVerdict } from '../result/verification.ts';
import { dbFromRatio } from '../units/decibel.ts';
import { formatWithUncertainty } from '../units/format.ts';

/** How near a limit must come to what the card states to be taken for it, dB. */
const SAME_DB = 1e-6;

/** `value` to as many digits as `uncertainty` allows, without it. */
const roundedTo = (value: number, uncertainty: number, unit: string): string =>
  formatWithUncertainty(value, uncertainty, unit).replace(/ ± [^\u00a0]*/u, '');

/**
 * The margin of a figure told in decibels. The record has it linear and does not say on which side the limit lies: where one of the two limits is what
 * the card states, it is that one; else the limit lies on the figure's own side of the stated value.
 */
function marginDb(figure: Figure, margin: number, claim: Claim | undefined): number | null {
  const { value, db } = figure;
  if (value === null || db === undefined) return null;
  const upper = value + margin > 0 ? dbFromRatio(value + margin) : null;
  const lower = value - margin > 0 ? dbFromRatio(value - margin) : null;
  const stated = [
    ...(typeof claim?.value === 'number' ? [claim.value, -claim.value] : []),
    ...(claim?.tolerance_db ?? []),
  ];
  const isStated = (limit: number): boolean => stated.some((each) => each !== null && Math.abs(each - limit) < SAME_DB);
  if (upper !== null && isStated(upper)) return upper - db;
  if (lower !== null && isStated(lower)) return db - lower;
  if (typeof claim?.value !== 'number') return null;
  if (db > claim.value) return upper === null ? null : upper - db;
  return lower === null ? null : db - lower;
}

/** How far inside its limit the judged figure lies (negative: outside), to its own digits; `within U` where U decides nothing. */
export function marginText(verdict: ClaimVerdict, claim: Claim | undefined): string {
  const { measured, margin } = verdict;
  if (measured === null || margin === null || measured.uncertainty === null || measured.value === null) return '';
  if (verdict.verdict === 'inconclusive') return Math.abs(margin) <= measured.uncertainty ? 'within U' : '';
  const { unit, uncertainty, value } = measured;
  if (unit !== 'ratio') return roundedTo(margin, uncertainty, unit);
  if (measured.text.endsWith('%')) return roundedTo(margin * 100, uncertainty * 100, '%');
  const decibels = marginDb(measured, margin, claim);
  return decibels === null || value <= 0 ? '' : roundedTo(decibels, dbFromRatio(1 + uncertainty / value), 'dB');
}
