import type { MethodComparison } from '../measure/thdn/comparison.ts';
import { dbFromRatio } from '../units/decibel.ts';
import { formatWithUncertainty } from '../units/format.ts';
import { wrapText } from './displayWidth.ts';

const METHOD_COLUMNS = 15;

/**
 * Every method's THD+N of one capture for a terminal, each with the reason why it differs.
 * @param columns width of the terminal
 */
export function renderComparison({ channels }: MethodComparison, columns: number): string {
  return channels
    .flatMap(({ channel, readings }) => [
      `channel ${channel}`,
      ...readings.flatMap(({ method, thdnRatio, thdnUncertainty, differenceDb, text }) => {
        const decibels =
          thdnRatio > 0
            ? formatWithUncertainty(dbFromRatio(thdnRatio), dbFromRatio(1 + thdnUncertainty / thdnRatio), 'dB')
            : 'nothing left';
        const difference = method === 'lobe' ? '' : `  (${differenceDb.toFixed(2).replace('-', '−')} dB re lobe)`;
        return [
          `  ${method.padEnd(METHOD_COLUMNS)}${decibels}${difference}`,
          ...wrapText(text, columns - METHOD_COLUMNS - 2).map((line) => ' '.repeat(METHOD_COLUMNS + 2) + line),
        ];
      }),
    ])
    .join('\n');
}
