import type { AnalysisFinding } from '../measure/analysis.ts';

/** The same fault seen from two records is placed this well in both. */
const SAME_PLACE_SECONDS = 0.02;

function isSame(one: AnalysisFinding, other: AnalysisFinding): boolean {
  if (one.code !== other.code || one.channel !== other.channel) return false;
  if (one.atSeconds === null || other.atSeconds === null) return one.atSeconds === other.atSeconds;
  return Math.abs(one.atSeconds - other.atSeconds) <= SAME_PLACE_SECONDS;
}

/** A finding of a record in the time of the whole; its text names the same time. */
function later(finding: AnalysisFinding, bySeconds: number): AnalysisFinding {
  const { atSeconds, text } = finding;
  if (atSeconds === null) return finding;
  const movedText = text.replace(/\d+\.(\d+)(?=\ss\b)/g, (written, decimals: string) =>
    Math.abs(Number(written) - atSeconds) <= 10 ** -decimals.length
      ? (atSeconds + bySeconds).toFixed(decimals.length)
      : written,
  );
  return { ...finding, atSeconds: atSeconds + bySeconds, text: movedText };
}

/** Adds a record's findings, moved to the time of the whole, leaving out what an overlapping record has already told. */
export function mergeFindings(
  known: readonly AnalysisFinding[],
  found: readonly AnalysisFinding[],
  startSeconds: number,
): AnalysisFinding[] {
  const moved = found.map((finding) => later(finding, startSeconds));
  return [...known, ...moved.filter((finding) => !known.some((each) => isSame(each, finding)))];
}
