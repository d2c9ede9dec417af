import type { ClaimVerdict, Verification, VerdictWord } from '../result/verification.ts';
import { VERDICT_LOOKS, VERDICT_ORDER } from './verdictWords.ts';

/** Maker and product as far as the card names them, else the card's id. */
export function productName({ card }: Pick<Verification, 'card'>): string {
  const named = [card.maker, card.product].filter((part) => part !== null && part !== '');
  return named.length > 0 ? named.join(' ') : card.id;
}

/** What stands under "measured": the figure's own text, rounded to its uncertainty by whoever made it. */
export function measuredText({ measured }: Pick<ClaimVerdict, 'measured'>): string {
  return measured?.text ?? '–';
}

/** Why the verdict is what it is, where the row of a table does not already say it: a pass is told by its numbers. */
export function reasonBesideRow({ verdict, text }: Pick<ClaimVerdict, 'verdict' | 'text'>): string {
  return verdict === 'pass' ? '' : text;
}

/** The rig's name with its sampling rate, which many names hold already. */
export function rigName({ rig }: Pick<Verification, 'rig'>): string {
  const kilohertz = `${rig.sampleRateHz / 1000} kHz`;
  return rig.name.includes(kilohertz) ? rig.name : `${rig.name}, ${kilohertz}`;
}

/** The summary word by word, in a fixed order; verdicts that did not occur are left out. */
export function summaryParts(verification: Verification): { readonly verdict: VerdictWord; readonly text: string }[] {
  return VERDICT_ORDER.filter((verdict) => verification.summary[verdict] > 0).map((verdict) => ({
    verdict,
    text: `${verification.summary[verdict]} ${VERDICT_LOOKS[verdict].word}`,
  }));
}

/** The maker's words of a claim, split into label and value where the label stands first. */
export function claimWords(claim: Pick<ClaimVerdict, 'label' | 'asWritten'>): {
  readonly label: string;
  readonly value: string;
} {
  const { label, asWritten } = claim;
  if (!asWritten.startsWith(label)) return { label, value: asWritten };
  const value = asWritten.slice(label.length).replace(/^[\s:]+/u, '');
  return value === '' ? { label: '', value: asWritten } : { label, value };
}

export const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
