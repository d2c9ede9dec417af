import type { Block, ClaimRow, Report, RichLine } from './block.ts';
import { printable } from './displayWidth.ts';
import { escapeHtml } from './escapeHtml.ts';
import { VERDICT_LOOKS, VERDICT_ORDER } from './verdictWords.ts';
import { photoLines } from './photos.ts';

/** Text that Markdown shows as it is: no markup, no HTML, no link, no end of a table cell. */
function plain(text: string): string {
  return escapeHtml(printable(text).replace(/[\\`*_{}[\]|~]/gu, '\\$&'))
    .replace(/^(\s*)([-+=#]|&gt;)/u, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/u, '$1\\$2')
    .replace(/(https?|ftp|mailto):/giu, '$1\\:');
}

const lineText = (line: RichLine): string => line.map(({ text }) => plain(text)).join(' ');

const list = (items: readonly string[]): string[] => items.map((item) => `- ${item}`);

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(titles), `|${'---|'.repeat(titles.length)}`, ...rows.map(line)];
}

function claimCells({ label, words, rule, letters, measured, margin, verdict, reason }: ClaimRow): string[] {
  const { mark, word } = VERDICT_LOOKS[verdict];
  const rests = letters.length === 0 ? '' : ` (${letters.join(', ')})`;
  return [
    plain(label === '' ? words : `${label} ${words}`),
    plain(measured ?? '–'),
    (rule === null ? '–' : plain(rule)) + rests,
    plain(margin),
    `${plain(mark)} ${word}`,
    plain(reason),
  ];
}

function blockLines(block: Block): string[] {
  switch (block.kind) {
    case 'head':
      return [
        `# ${plain(block.title)}: ${plain(block.overline.toLowerCase())}`,
        '',
        `${plain(block.subtitle)}. ${block.facts.map(([name, value]) => `${plain(name)}: ${plain(value)}`).join('. ')}.`,
      ];
    case 'banner':
      return [`**${plain(block.word)}: ${plain(block.text)}**`];
    case 'summary':
      return [
        VERDICT_ORDER.filter((verdict) => block.counts[verdict] > 0)
          .map((verdict) => `${block.counts[verdict]} ${VERDICT_LOOKS[verdict].word}`)
          .join(', '),
      ];
    case 'claims':
      return table(
        ['Claim, as published', 'Measured ± U (k = 2)', 'Rule', 'Margin', 'Verdict', 'Reason'],
        block.rows.map(claimCells),
      );
    case 'charts':
      return list(block.charts.map(({ title }) => `Curve in the HTML and PDF report: ${plain(title)}`));
    case 'heading':
      return [
        `${'#'.repeat(block.level)} ${block.badge === undefined ? '' : `${plain(block.badge)}: `}${plain(block.text)}`,
        ...(block.aside === undefined ? [] : ['', plain(block.aside)]),
      ];
    case 'paragraph':
      return block.lines.map(lineText);
    case 'notes':
      return list(block.items.map(([mark, text]) => (mark === '–' ? plain(text) : `(${plain(mark)}) ${plain(text)}`)));
    case 'facts':
      return list(block.items.map(([name, value]) => `${plain(name)}: ${plain(value)}`));
    case 'table':
      return table(
        block.columns.map(({ title }) => plain(title)),
        block.rows.map((cells) =>
          cells.flatMap(({ lines, span = 1 }) => [
            lines.map(lineText).join('; '),
            ...Array.from({ length: span - 1 }, () => ''),
          ]),
        ),
      );
    case 'photos':
      return list(photoLines(block.photos).map(([name, text]) => `${name}: ${plain(text)}`));
    case 'foot':
      return [plain(block.text)];
  }
}

/** A report as a Markdown document (GitHub's table dialect), for a forum post or an issue. */
export function renderMarkdown({ blocks }: Report): string {
  return `${blocks
    .map((block) => blockLines(block).join('\n'))
    .filter((text) => text !== '')
    .join('\n\n')}\n`;
}
