import type { Verification } from '../../result/verification.ts';
import type { Block } from '../block.ts';
import type { ReportRecord } from '../report.ts';
import { productName, rigName } from '../sentences.ts';
import { dateText } from '../dateText.ts';

const KINDS: Readonly<Record<Verification['card']['kind'], string>> = {
  amp: 'Headphone amplifier',
  dac: 'DAC',
  'dac-amp': 'DAC and headphone amplifier',
  headphone: 'Headphone',
  unknown: 'Audio device',
};

const SIMULATED: Block = {
  kind: 'banner',
  word: 'SIMULATED',
  text: 'No physical device was measured: every figure below comes from the simulated bench.',
};

/** Said first in every report of a run that had no physical device; nothing where there was one. */
export const simulatedBanner = (simulated: boolean): Block[] => (simulated ? [SIMULATED] : []);

/** Who was measured, on what, when; and how many claims got which verdict. */
export function headBlocks(verification: Verification, record: ReportRecord, overline: string): Block[] {
  const { card, rig, simulated } = verification;
  const { startedAt, runName } = record;
  return [
    {
      kind: 'head',
      overline,
      title: productName(verification),
      subtitle: KINDS[card.kind],
      facts: [
        ...(startedAt === null ? [] : [['Date', dateText(startedAt)] as const]),
        ['Rig', rigName(verification)],
        ['Driver', rig.hostApi === null ? rig.driver : `${rig.driver}, ${rig.hostApi}`],
        ['Card', `${card.id}, ${card.claims.length} claims`],
        ...(runName === null ? [] : [['Run', runName] as const]),
      ],
    },
    ...simulatedBanner(simulated),
  ];
}

/** How a verdict was reached, for the foot of every report. */
export const VERDICT_RULE =
  'U is expanded, k = 2. A claim passes when the figure and its U lie inside the limit, fails when both lie outside, ' +
  'and is inconclusive otherwise. Where several channels were measured the worst is judged. Resistive loads.';
