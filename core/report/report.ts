import type { Verification } from '../result/verification.ts';
import type { Block, Report } from './block.ts';
import type { Layout } from './choices.ts';
import { fullLayout } from './layouts/full.ts';
import { reviewLayout } from './layouts/review.ts';
import { cardLayout, onePageLayout } from './layouts/short.ts';
import { productName } from './sentences.ts';

/** What a run's folder knows beside its result; null where it does not. */
export interface ReportRecord {
  /** ISO 8601, UTC. */
  readonly startedAt: string | null;
  readonly runName: string | null;
}

export const UNKNOWN_RECORD: ReportRecord = { startedAt: null, runName: null };

const BUILDERS: Readonly<Record<Layout, (verification: Verification, record: ReportRecord) => Block[]>> = {
  full: fullLayout,
  card: cardLayout,
  stereophile: reviewLayout,
  'one-page': onePageLayout,
};

/** A verification's report in one of the layouts. It computes no figure: each stands as its own text. */
export function buildReport(verification: Verification, layout: Layout, record: ReportRecord = UNKNOWN_RECORD): Report {
  const { simulated } = verification;
  return {
    title: `${productName(verification)}: published against measured${simulated ? ' (SIMULATED)' : ''}`,
    simulated,
    startedAt: record.startedAt,
    blocks: BUILDERS[layout](verification, record),
  };
}
