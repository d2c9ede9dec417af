import type { ClaimVerdict, Verification } from '../../result/verification.ts';
import type { AssumptionNotes } from '../assumptionNotes.ts';
import { cell, section, type Block, type ClaimRow } from '../block.ts';
import { marginText } from '../marginText.ts';
import { claimWords, reasonBesideRow } from '../sentences.ts';
import { VERDICT_LOOKS } from '../verdictWords.ts';

/** The verdict table: every claim in the maker's words, its rule, what was measured, the verdict and, unless it passed, why. */
export function claimsBlock({ card, claims }: Verification, notes: AssumptionNotes): Block {
  const stated = new Map(card.claims.map((claim) => [claim.id, claim]));
  const rows = claims.map((claim, index): ClaimRow => {
    const { label, value } = claimWords(claim);
    return {
      number: index + 1,
      label,
      words: value,
      rule: claim.rule,
      letters: notes.lettersOf(claim),
      measured: claim.measured?.text ?? null,
      channel: claim.measured?.channel ?? '',
      margin: marginText(claim, stated.get(claim.id)),
      verdict: claim.verdict,
      reason: reasonBesideRow(claim),
      reasonCode: claim.reasonCode,
    };
  });
  return { kind: 'claims', rows };
}

const isOpen = ({ verdict }: ClaimVerdict): boolean => verdict !== 'pass' && verdict !== 'fail';

/** Every claim that got neither pass nor fail, with the reason. */
export function notVerifiedBlocks({ claims }: Verification): Block[] {
  const rows = claims.flatMap((claim, index) =>
    isOpen(claim)
      ? [
          [
            cell(String(index + 1)),
            cell(claim.asWritten, 'mono'),
            cell(VERDICT_LOOKS[claim.verdict].word),
            cell(claim.text),
            cell(claim.reasonCode, 'faint'),
          ],
        ]
      : [],
  );
  if (rows.length === 0) return [];
  return section('What could not be verified, and why', [
    {
      kind: 'table',
      columns: [
        { title: '#', share: 0.05, align: 'left' },
        { title: 'Claim', share: 0.26, align: 'left' },
        { title: 'Verdict', share: 0.12, align: 'left' },
        { title: 'Why, and what would help', share: 0.41, align: 'left' },
        { title: 'Reason', share: 0.16, align: 'left' },
      ],
      rows,
    },
  ]);
}

/** What would have to be bought for claims that wait for it. */
export function shoppingBlocks({ claims, toBuy = [] }: Verification): Block[] {
  const numbers = new Map(claims.map(({ id }, index) => [id, index + 1]));
  const rows = toBuy.map(({ text, count, claimIds }) => [
    cell(text),
    cell(String(count)),
    cell(claimIds.map((id) => String(numbers.get(id) ?? id)).join(', ')),
  ]);
  if (rows.length === 0) return [];
  return section('What to buy to verify the rest', [
    {
      kind: 'table',
      columns: [
        { title: 'Part', share: 0.7, align: 'left' },
        { title: 'Pieces', share: 0.1, align: 'right' },
        { title: 'For claims', share: 0.2, align: 'right' },
      ],
      rows,
    },
  ]);
}

/** What is wrong with the card or was odd in the run. */
export function warningBlocks({ card, warnings }: Verification): Block[] {
  const texts = [
    ...card.warnings,
    ...card.claims.flatMap((claim) => claim.warnings.map((warning) => `${claim.label}: ${warning}`)),
    ...card.unread.map(({ text, reason }) => `Not read: “${text}”: ${reason}`),
    ...warnings,
  ];
  return texts.length === 0
    ? []
    : section('Contradictions and warnings', [{ kind: 'notes', items: texts.map((text) => ['–', text] as const) }]);
}

export function assumptionBlocks({ entries }: AssumptionNotes): Block[] {
  return entries.length === 0
    ? []
    : section('Assumed, because the card does not say', [{ kind: 'notes', items: entries }]);
}
