import type { Figure } from '../result/figure.ts';
import { dbFromRatio } from '../units/decibel.ts';
import { formatQuantity } from '../units/format.ts';

const PLACES_OF_MARGIN = 2;

const rounded = (value: number): string => String(Number(value.toPrecision(PLACES_OF_MARGIN)));

/** Decibels between a value and its limit; null where decibels say nothing (ohms, seconds). */
function decibelsBetween({ unit }: Figure, value: number, limit: number): number | null {
  if (value <= 0 || limit <= 0) return null;
  if (unit === 'W') return Math.abs(dbFromRatio(value / limit)) / 2;
  return unit === 'V' || unit === 'A' || unit === 'FS' || unit === 'ratio'
    ? Math.abs(dbFromRatio(value / limit))
    : null;
}

/**
 * How far a figure lies from its limit, for a person: `0.42 dB inside the limit`, `1.3 W (37 %, 1.4 dB) outside the limit`. Decibels alone where people say
 * the figure in decibels, else the difference in its unit with its share of the limit.
 */
export function marginText(figure: Figure, margin: number, limit: number): string {
  const value = figure.value ?? limit;
  const side = margin >= 0 ? 'inside the limit' : 'outside the limit';
  const decibels = decibelsBetween(figure, value, limit);
  const isSaidInDecibels = figure.unit === 'ratio' && !figure.text.endsWith('%');
  if (isSaidInDecibels && decibels !== null) return `${rounded(decibels)} dB ${side}`;
  const difference = formatQuantity(Math.abs(margin), figure.unit, PLACES_OF_MARGIN);
  const share = limit === 0 ? [] : [`${rounded((100 * Math.abs(margin)) / Math.abs(limit))} %`];
  const beside = [...share, ...(decibels === null ? [] : [`${rounded(decibels)} dB`])];
  return `${difference}${beside.length === 0 ? '' : ` (${beside.join(', ')})`} ${side}`;
}
