import type { Verification } from '../../result/verification.ts';
import { DEFAULT_RULES, printRules } from '../../verdict/deviationRules.ts';
import { assumptionNotes } from '../assumptionNotes.ts';
import { section, type Block } from '../block.ts';
import {
  assumptionBlocks,
  claimsBlock,
  notVerifiedBlocks,
  shoppingBlocks,
  warningBlocks,
} from '../blocks/claimBlocks.ts';
import { definitionBlocks } from '../blocks/definitionBlocks.ts';
import { captureBlocks, clockText, findingsOf, integrityBlock, rigFacts, seedText } from '../blocks/recordBlocks.ts';
import { allSteps, planChangeBlocks } from '../blocks/stepBlocks.ts';
import { curveCharts } from '../curveCharts.ts';
import type { ReportRecord } from '../report.ts';
import { headBlocks, VERDICT_RULE } from './verificationHead.ts';

/** The rules that stand in for what makers leave out, each with its value; those set for this run are marked. */
export const ruleBlocks = ({ rules = DEFAULT_RULES }: Verification): Block[] =>
  section('Rules where a card leaves something out', [
    {
      kind: 'notes',
      items: printRules(rules).map(({ text, isOverridden }) => [
        '–',
        isOverridden ? `${text} (set for this run)` : text,
      ]),
    },
  ]);

/** Everything: verdicts, curves, what was assumed, what could not be verified, every figure, rig, captures. */
export function fullLayout(verification: Verification, record: ReportRecord): Block[] {
  const { card, rig, clock, seed, simulated, captures, steps, summary } = verification;
  const notes = assumptionNotes(verification.claims);
  const charts = curveCharts(verification);
  return [
    ...headBlocks(verification, record, 'Published against measured'),
    { kind: 'summary', counts: summary },
    claimsBlock(verification, notes),
    ...(charts.length === 0 ? [] : [{ kind: 'charts', charts } as const]),
    ...assumptionBlocks(notes),
    ...notVerifiedBlocks(verification),
    ...shoppingBlocks(verification),
    ...warningBlocks(verification),
    ...ruleBlocks(verification),
    ...planChangeBlocks(verification),
    ...section('Figures and their conditions', allSteps(verification)),
    ...definitionBlocks(steps.flatMap(({ figures }) => figures)),
    ...section('Integrity of the captures', [integrityBlock(findingsOf(verification), captures.length)]),
    ...section('Card, rig and calibration', [
      {
        kind: 'facts',
        items: [
          ...card.sources.map((source) => ['Source of the card', source] as const),
          ...rigFacts(rig),
          ['Clock, player against recorder', clockText(clock, rig.clock)],
          ['Seed', seedText(seed, simulated)],
        ],
      },
    ]),
    ...section('Captures', captureBlocks(captures)),
    {
      kind: 'foot',
      text: `${VERDICT_RULE} Every figure can be computed again from the captures listed above.`,
    },
  ];
}
