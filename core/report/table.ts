import type { ClaimVerdict, Verification } from '../result/verification.ts';
import { displayColumns, printable, wrapText } from './displayWidth.ts';
import { assumptionNotes, type AssumptionNotes } from './assumptionNotes.ts';
import { measuredText, productName, reasonBesideRow, rigName, summaryParts } from './sentences.ts';
import { VERDICT_LOOKS } from './verdictWords.ts';

const MIN_COLUMNS = 80;
const MAX_COLUMNS = 200;
/** From this width on the reason has a column of its own; below it stands under its row. */
const REASON_COLUMN_FROM = 130;
const GAP = '  ';
const VERDICT_COLUMNS = 16;
const COLUMNS_WITH_REASON = 5;

const BOLD = 1;
const DIM = 2;

interface Paint {
  (text: string, ...codes: readonly number[]): string;
}

const painter =
  (color: boolean): Paint =>
  (text, ...codes) =>
    color && text !== '' ? `\u001b[${codes.join(';')}m${text}\u001b[0m` : text;

interface Cell {
  readonly lines: readonly string[];
  readonly columns: number;
  readonly codes: readonly number[];
}

function joinCells(cells: readonly Cell[], paint: Paint): string[] {
  const height = Math.max(...cells.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    cells
      .map(({ lines, columns, codes }, index) => {
        const text = lines[row] ?? '';
        const padding = index === cells.length - 1 ? '' : ' '.repeat(columns - displayColumns(text));
        return (codes.length === 0 ? text : paint(text, ...codes)) + padding;
      })
      .join(GAP)
      .trimEnd(),
  );
}

/** Column widths: claim, measured, rule, verdict and, on wide terminals, the reason. */
function columnWidths(total: number): readonly number[] {
  const reason = total >= REASON_COLUMN_FROM;
  const free = total - VERDICT_COLUMNS - GAP.length * (reason ? 4 : 3);
  const shares = reason ? [0.24, 0.2, 0.24, 0.32] : [0.36, 0.3, 0.34];
  const widths = shares.map((share) => Math.floor(free * share));
  return [...widths.slice(0, 3), VERDICT_COLUMNS, ...widths.slice(3)];
}

function claimRow(claim: ClaimVerdict, notes: AssumptionNotes, widths: readonly number[], paint: Paint): string[] {
  const look = VERDICT_LOOKS[claim.verdict];
  const letters = notes.lettersOf(claim);
  const bare = claim.rule === null && widths.length < COLUMNS_WITH_REASON;
  const told = reasonBesideRow(claim);
  // Without a rule its column has room for the reason.
  const rule = (claim.rule ?? (bare ? told : '–')) + (letters.length > 0 ? ` [${letters.join(',')}]` : '');
  const reason = bare ? '' : told;
  const contents: readonly (readonly [string, readonly number[]])[] = [
    [claim.asWritten, []],
    [measuredText(claim), [BOLD]],
    [rule, []],
    [`${look.mark} ${look.word}`, [BOLD, look.terminalColour]],
    [reason, []],
  ];
  const cells = widths.map((columns, index): Cell => {
    const [text, codes] = contents[index];
    return { lines: wrapText(text, columns), columns, codes };
  });
  const lines = joinCells(cells, paint);
  if (widths.length < COLUMNS_WITH_REASON && reason !== '') {
    const total = widths.reduce((sum, columns) => sum + columns, GAP.length * (widths.length - 1));
    for (const line of wrapText(reason, total - 4)) lines.push(`    ${paint(line, DIM)}`);
  }
  return lines;
}

function noteLines(
  heading: string,
  notes: readonly (readonly [string, string])[],
  columns: number,
  paint: Paint,
): string[] {
  if (notes.length === 0) return [];
  const lines = ['', paint(heading, BOLD)];
  for (const [mark, text] of notes) {
    const indent = ' '.repeat(displayColumns(mark) + 3);
    wrapText(text, columns - indent.length).forEach((line, index) => {
      lines.push(index === 0 ? `  ${mark} ${line}` : indent + line);
    });
  }
  return lines;
}

/**
 * The verdict table for a terminal: one row for each claim (as written, measured ± U, rule, verdict, reason), then the
 * summary, what was assumed, and what contradicts itself.
 * @param options.width terminal columns; held between 80 and 200. No line is wider.
 * @param options.color whether SGR colour codes may be used
 */
export function renderTable(verification: Verification, options: { width: number; color: boolean }): string {
  const total = Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, Math.floor(options.width)));
  const paint = painter(options.color);
  const widths = columnWidths(total);
  const notes = assumptionNotes(verification.claims);
  const headings = ['Claim, as published', 'Measured ± U (k = 2)', 'Rule', 'Verdict', 'Reason'];
  const line = paint('─'.repeat(total), DIM);

  const output: string[] = [];
  for (const text of wrapText(`${productName(verification)}: published against measured`, total))
    output.push(paint(text, BOLD));
  output.push(...wrapText(`on ${rigName(verification)}`, total));
  if (verification.simulated) {
    output.push(...wrapText('SIMULATED: no physical device was measured.', total).map((text) => paint(text, BOLD, 33)));
  }
  output.push(line);
  const headCells = widths.map((columns, index): Cell => ({
    lines: wrapText(headings[index], columns),
    columns,
    codes: [DIM],
  }));
  output.push(...joinCells(headCells, paint), line);
  for (const claim of verification.claims) output.push(...claimRow(claim, notes, widths, paint));
  output.push(line);
  output.push(
    ...wrapText(
      summaryParts(verification)
        .map(({ text }) => text)
        .join(', '),
      total,
    ).map((text) => paint(text, BOLD)),
  );

  output.push(...noteLines('Assumed, because the card does not say', notes.entries, total, paint));
  const bullets = (texts: readonly string[]) => texts.map((text) => ['-', text] as const);
  output.push(...noteLines('About the card', bullets(verification.card.warnings), total, paint));
  output.push(
    ...noteLines(
      'Not read',
      bullets(verification.card.unread.map(({ text, reason }) => `“${printable(text)}”: ${reason}`)),
      total,
      paint,
    ),
  );
  output.push(...noteLines('About the run', bullets(verification.warnings), total, paint));
  return output.join('\n') + '\n';
}
