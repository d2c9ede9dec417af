import type { CaptureRole } from '../analysis.ts';

/**
 * The order in which captures of two roles are taken so that steady drift cancels in their means: open, loaded, loaded, open, open, loaded, ...
 * @param passes how often each role is captured
 */
export function inTurns(roles: readonly [CaptureRole, CaptureRole], passes: number): CaptureRole[] {
  return Array.from({ length: passes }, (_, pass) => (pass % 2 === 0 ? roles : roles.toReversed())).flat();
}
