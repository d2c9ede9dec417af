import type { Verification } from '../result/verification.ts';
import { assumptionNotes } from './assumptionNotes.ts';
import { printable } from './displayWidth.ts';
import { escapeHtml } from './escapeHtml.ts';
import { measuredText, productName, summaryParts } from './sentences.ts';
import { VERDICT_LOOKS } from './verdictWords.ts';

/** Text that Markdown shows as it is: no markup, no HTML, no link, no end of a table cell. */
function plain(text: string): string {
  return escapeHtml(printable(text).replace(/[\\`*_{}[\]()#+!|~]/gu, '\\$&'))
    .replace(/^(\s*)([-=>]|\d+[.)])/u, '$1\\$2')
    .replace(/(https?|ftp|mailto):/giu, '$1\\:');
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, '', ...items.map((item) => `- ${item}`), ''];
}

/** The verdicts as a Markdown document (GitHub's table dialect), for a forum post or an issue. */
export function renderMarkdown(verification: Verification): string {
  const notes = assumptionNotes(verification.claims);
  const rows = verification.claims.map((claim) => {
    const look = VERDICT_LOOKS[claim.verdict];
    const letters = notes.lettersOf(claim);
    const rule =
      (claim.rule === null ? '–' : plain(claim.rule)) + (letters.length === 0 ? '' : ` (${letters.join(', ')})`);
    return `| ${plain(claim.asWritten)} | ${plain(measuredText(claim))} | ${rule} | ${plain(look.mark)} ${look.word} | ${plain(claim.text)} |`;
  });
  const lines = [
    `# ${plain(productName(verification))}: published against measured`,
    '',
    ...(verification.simulated ? ['**SIMULATED: no physical device was measured.**', ''] : []),
    `Rig: ${plain(verification.rig.name)}, ${verification.rig.sampleRateHz} Hz. Result: ${summaryParts(verification)
      .map(({ text }) => text)
      .join(', ')}.`,
    '',
    '| Claim, as published | Measured ± U (k = 2) | Rule | Verdict | Reason |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...list(
      'Assumed, because the card does not say',
      notes.entries.map(([letter, sentence]) => `(${letter}) ${plain(sentence)}`),
    ),
    ...list('About the card', verification.card.warnings.map(plain)),
    ...list('About the run', verification.warnings.map(plain)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
