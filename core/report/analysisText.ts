import type { Analysis, NotKnown } from '../measure/analysis.ts';
import { formatQuantity, formatWithUncertainty } from '../units/format.ts';
import { displayColumns, printable, wrapText } from './displayWidth.ts';

const GAP = '  ';

/** What is lacking, and what would mend it. */
const NOT_KNOWN_TEXT: Readonly<Record<NotKnown, string>> = {
  calibration: 'full scale in volts: levels are re full scale, 0 dBFS a full-scale sine (--full-scale-volts)',
  stimulus: 'what was played: gain, delay, and damage that only shows beside it (--reference)',
  recorder: 'what the recorder lost: gaps are looked for in the sound alone',
};

/** A figure's value for each channel, in the order in which the channels name them. */
function figureRows(analysis: Analysis): string[][] {
  const ids = [...new Set(analysis.channels.flatMap(({ figures }) => Object.keys(figures)))];
  return ids.map((id) => [id, ...analysis.channels.map(({ figures }) => (id in figures ? figures[id].text : '–'))]);
}

function alignedLines(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayColumns(row[column]))));
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column] - displayColumns(cell)))
      .join(GAP)
      .trimEnd(),
  );
}

/**
 * One measurement for a terminal: its figures in columns of channels, then what must be known to trust them: the clock, flags and everything that was
 * found wrong with the capture.
 * @param columns width of the terminal
 */
export function renderAnalysis(analysis: Analysis, columns: number): string {
  const { kind, definitionId, sampleRateHz, frames, channels, clock, integrity, notKnown = [] } = analysis;
  const head = `${kind}: ${definitionId}, ${frames} frames at ${sampleRateHz} Hz (${(frames / sampleRateHz).toFixed(2)} s)`;
  const rows = figureRows(analysis).map((row) => row.map(printable));
  const figures =
    rows.length === 0 ? [] : alignedLines([['', ...channels.map(({ channel }) => `channel ${channel}`)], ...rows]);
  const notes = [
    ...(clock === null
      ? []
      : [
          `clock: player ${clock.ppm >= 0 ? '+' : ''}${formatWithUncertainty(clock.ppm, clock.uncertaintyPpm, 'ppm')} re recorder, wander ${formatQuantity(clock.wanderPpm, 'ppm', 2)}`,
        ]),
    ...channels.flatMap(({ channel, flags }) =>
      flags.length === 0 ? [] : [`channel ${channel}: ${flags.join(', ')}`],
    ),
    ...integrity.map(({ code, text, damaging }) => `${damaging ? 'DAMAGED' : 'note'} ${code}: ${text}`),
    ...notKnown.map((what) => `not known: ${NOT_KNOWN_TEXT[what]}`),
  ].flatMap((note) => wrapText(note, columns));
  return [head, ...figures, ...notes].join('\n');
}
