import type { VerdictWord } from '../result/verification.ts';
import type { ClaimRow } from './block.ts';
import { escapeHtml } from './escapeHtml.ts';
import { capitalized } from './sentences.ts';
import { VERDICT_LOOKS, VERDICT_ORDER } from './verdictWords.ts';

function verdictMark(verdict: VerdictWord, word: string, extraClass = ''): string {
  const { className, drawing } = VERDICT_LOOKS[verdict];
  return `<span class="v ${className}${extraClass}"><svg viewBox="0 0 16 16" aria-hidden="true">${drawing}</svg>${word}</span>`;
}

/** How many claims got which verdict, all five words. */
export function summaryHtml(counts: Readonly<Record<VerdictWord, number>>): string {
  const words = VERDICT_ORDER.map((verdict) =>
    verdictMark(verdict, `${counts[verdict]} ${VERDICT_LOOKS[verdict].word}`, counts[verdict] === 0 ? ' zero' : ''),
  );
  return `<div class="sum">${words.join('')}</div>`;
}

function claimHtml({ number, label, words, rule, letters, measured, channel, margin, ...row }: ClaimRow): string {
  const what = label === '' ? '' : `<div class="what">${escapeHtml(label)}</div>`;
  const superscript = letters.length > 0 ? `<sup>${letters.join('\u200a')}</sup>` : '';
  const bare = rule === null && measured === null;
  // Where there is no rule and no figure their place holds the reason.
  const middle = bare
    ? `<td colspan="4" class="dim">${escapeHtml(row.reason)}</td>`
    : `<td>${rule === null ? '<span class="dim3">not judged</span>' : escapeHtml(rule)}${superscript}</td>` +
      `<td class="num measured">${escapeHtml(measured ?? '–')}</td><td>${escapeHtml(channel)}</td><td class="num">${escapeHtml(margin)}</td>`;
  const why =
    bare || row.reason === ''
      ? ''
      : `<tr class="why"><td></td><td colspan="6">${escapeHtml(row.reason)} <span class="dim3">${escapeHtml(row.reasonCode)}</span></td></tr>`;
  return (
    `<tbody${bare ? ' class="bare"' : ''}><tr><td class="n"><span class="badge">${number}</span></td><td>${what}<div class="words mono">${escapeHtml(words)}</div></td>${middle}` +
    `<td>${verdictMark(row.verdict, capitalized(VERDICT_LOOKS[row.verdict].word))}</td></tr>${why}</tbody>`
  );
}

/** The verdict table. */
export function claimsHtml(rows: readonly ClaimRow[]): string {
  const head =
    '<thead><tr><th class="n">#</th><th class="w">Claim, as published</th><th>Rule</th><th class="num m">Measured ± U</th><th class="c">Ch</th><th class="num g">Margin</th><th class="d">Verdict</th></tr></thead>';
  return `<div class="scroll"><table class="claims">${head}${rows.map(claimHtml).join('')}</table></div>`;
}
