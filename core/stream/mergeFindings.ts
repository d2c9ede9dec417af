import type { AnalysisFinding } from '../measure/analysis.ts';

/** The same fault seen from two records is placed this well in both. */
const SAME_PLACE_SECONDS = 0.02;

function isSame(one: AnalysisFinding, other: AnalysisFinding): boolean {
  if (one.code !== other.code || one.channel !== other.channel) return false;
  if (one.atSeconds === null || other.atSeconds === null) return one.atSeconds === other.atSeconds;
  return Math.abs(one.atSeconds - other.atSeconds) <= SAME_PLACE_SECONDS;
}

/** Adds a record's findings, moved to the time of the whole, leaving out what an overlapping record has already told. */
export function mergeFindings(
  known: readonly AnalysisFinding[],
  found: readonly AnalysisFinding[],
  startSeconds: number,
): AnalysisFinding[] {
  const moved = found.map((finding) =>
    finding.atSeconds === null ? finding : { ...finding, atSeconds: finding.atSeconds + startSeconds },
  );
  return [...known, ...moved.filter((finding) => !known.some((each) => isSame(each, finding)))];
}
