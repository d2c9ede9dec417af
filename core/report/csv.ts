import type { Measurement } from '../run/runMeasurement.ts';
import type { Verification } from '../result/verification.ts';
import { conditionsText } from './conditionText.ts';

const COLUMNS = [
  'id',
  'as_written',
  'quantity',
  'verdict',
  'reason_code',
  'rule',
  'measured',
  'value',
  'uncertainty_k2',
  'unit',
  'channel',
  'definition',
  'conditions',
  'margin',
  'reason',
  'assumptions',
  'simulated',
] as const;

/**
 * A text cell, quoted. A leading `=`, `+`, `-` or `@` would make a spreadsheet compute the maker's words, so such a cell
 * gets an apostrophe in front.
 */
export function textCell(text: string): string {
  const guarded = /^[\s]*[=+\-@]/u.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}

export const numberCell = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

/** The claims as CSV after RFC 4180 (CRLF, header row): values linear, in the unit of their row; empty where there is none. */
export function renderCsv(verification: Verification): string {
  const rows = verification.claims.map((claim) => {
    const { measured } = claim;
    return [
      textCell(claim.id),
      textCell(claim.asWritten),
      textCell(claim.quantity),
      textCell(claim.verdict),
      textCell(claim.reasonCode),
      textCell(claim.rule ?? ''),
      textCell(measured?.text ?? ''),
      numberCell(measured?.value),
      numberCell(measured?.uncertainty),
      textCell(measured?.unit ?? ''),
      textCell(measured?.channel ?? ''),
      textCell(measured?.definitionId ?? ''),
      textCell(measured === null ? '' : conditionsText(measured.conditions)),
      numberCell(claim.margin),
      textCell(claim.text),
      textCell(claim.assumptions.join(' ')),
      String(verification.simulated),
    ].join(',');
  });
  return [COLUMNS.join(','), ...rows, ''].join('\r\n');
}

const FIGURE_COLUMNS = [
  'figure',
  'channel',
  'measured',
  'value',
  'uncertainty_k2',
  'unit',
  'db',
  'db_reference',
  'definition',
  'conditions',
  'flags',
  'reason_code',
  'simulated',
] as const;

/** The figures of one measurement as CSV, in the same form as the claims. */
export function renderMeasurementCsv({ channels, simulated }: Measurement): string {
  const rows = channels.flatMap(({ channel, figures }) =>
    Object.values(figures).map((figure) =>
      [
        textCell(figure.id),
        String(channel),
        textCell(figure.text),
        numberCell(figure.value),
        numberCell(figure.uncertainty),
        textCell(figure.unit),
        numberCell(figure.db),
        textCell(figure.dbReference ?? ''),
        textCell(figure.definitionId),
        textCell(conditionsText(figure.conditions)),
        textCell(figure.flags.join(' ')),
        textCell(figure.reasonCode ?? ''),
        String(simulated),
      ].join(','),
    ),
  );
  return [FIGURE_COLUMNS.join(','), ...rows, ''].join('\r\n');
}
