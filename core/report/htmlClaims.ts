import type { ClaimVerdict, Verification, VerdictWord } from '../result/verification.ts';
import type { AssumptionNotes } from './assumptionNotes.ts';
import { escapeHtml } from './escapeHtml.ts';
import { claimWords, measuredText, reasonBesideRow } from './sentences.ts';
import { VERDICT_LOOKS, VERDICT_ORDER } from './verdictWords.ts';

function verdictMark(verdict: VerdictWord, word: string, extraClass = ''): string {
  const { className, drawing } = VERDICT_LOOKS[verdict];
  return `<span class="v ${className}${extraClass}"><svg viewBox="0 0 16 16" aria-hidden="true">${drawing}</svg>${word}</span>`;
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** How many claims got which verdict, all five words. */
export function summaryHtml({ summary }: Verification): string {
  const words = VERDICT_ORDER.map((verdict) =>
    verdictMark(verdict, `${summary[verdict]} ${VERDICT_LOOKS[verdict].word}`, summary[verdict] === 0 ? ' zero' : ''),
  );
  return `<div class="sum">${words.join('')}</div>`;
}

function wordsHtml(claim: ClaimVerdict): string {
  const { label, value } = claimWords(claim);
  const what = label === '' ? '' : `<div class="what">${escapeHtml(label)}</div>`;
  return `${what}<div class="words mono">${escapeHtml(value)}</div>`;
}

function claimHtml(claim: ClaimVerdict, number: number, notes: AssumptionNotes): string {
  const letters = notes.lettersOf(claim);
  const superscript = letters.length > 0 ? `<sup>${letters.join('\u200a')}</sup>` : '';
  const reason = reasonBesideRow(claim);
  const bare = claim.rule === null && claim.measured === null;
  // Where there is no rule and no figure their place holds the reason.
  const middle = bare
    ? `<td colspan="3" class="dim">${escapeHtml(reason)}</td>`
    : `<td>${claim.rule === null ? '<span class="dim3">not judged</span>' : escapeHtml(claim.rule)}${superscript}</td>` +
      `<td class="num measured">${escapeHtml(measuredText(claim))}</td><td>${escapeHtml(claim.measured?.channel ?? '')}</td>`;
  const why =
    bare || reason === ''
      ? ''
      : `<tr class="why"><td></td><td colspan="5">${escapeHtml(reason)} <span class="dim3">${escapeHtml(claim.reasonCode)}</span></td></tr>`;
  return (
    `<tbody${bare ? ' class="bare"' : ''}><tr><td class="n"><span class="badge">${number}</span></td><td>${wordsHtml(claim)}</td>${middle}` +
    `<td>${verdictMark(claim.verdict, capitalized(VERDICT_LOOKS[claim.verdict].word))}</td></tr>${why}</tbody>`
  );
}

/** The spec table: every claim in the maker's words, its rule, what was measured, the verdict and, unless it passed, why. */
export function claimsHtml({ claims }: Verification, notes: AssumptionNotes): string {
  const head =
    '<thead><tr><th class="n">#</th><th class="w">Claim, as published</th><th>Rule</th><th class="num m">Measured ± U</th><th class="c">Ch</th><th class="d">Verdict</th></tr></thead>';
  return `<div class="scroll"><table class="claims">${head}${claims.map((claim, index) => claimHtml(claim, index + 1, notes)).join('')}</table></div>`;
}
