import { formatQuantity } from '../../core/units/format.ts';
import type { BatchStatistics, FigureStatistics } from '../../core/statistics/batchStatistics.ts';
import type { GageOfSeries } from '../../core/statistics/gageOfBatch.ts';
import type { Yield } from '../../core/statistics/yield.ts';
import type { Batch, BatchReport } from '../../host/batch/batches.ts';
import type { AttemptRow } from '../../host/batch/batchQueries.ts';
import { columns } from '../output.ts';

const percent = (ratio: number): string => `${(100 * ratio).toFixed(1)} %`;
const number = (value: number): string => value.toFixed(2);

function yieldText(name: string, found: Yield | null): string {
  if (found === null) return `${name}: no units yet\n`;
  const { passed, total, ratio, exactInterval } = found;
  return `${name}: ${percent(ratio)} (${passed} of ${total}; 95 %: ${percent(exactInterval.lower)} to ${percent(exactInterval.upper)})\n`;
}

/** A batch's tests in the order they were made. */
export function attemptLines({ name, definition }: Batch, attempts: readonly AttemptRow[]): string {
  const rows = attempts.map(({ position, serial, outcome, startedAt, operator }) => [
    String(position + 1),
    serial === definition.goldenSerial ? `${serial} (golden)` : serial,
    outcome.toUpperCase(),
    startedAt.slice(0, 19).replace('T', ' '),
    operator ?? '',
  ]);
  return `${name}: ${definition.product}, ${attempts.length} tests\n${columns(rows)}`;
}

function figureLines({ series, unit, summary, capability, drift, outliers, golden }: FigureStatistics): string[] {
  if (summary === null) return [`${series}: no unit has it`];
  const quantity = (value: number): string => formatQuantity(value, unit);
  const { n, mean, standardDeviation, least, most } = summary;
  const spread = standardDeviation === null ? '' : `, s ${quantity(standardDeviation)}`;
  const lines = [`${series}: n ${n}, mean ${quantity(mean)}${spread}, ${quantity(least)} to ${quantity(most)}`];
  if (capability !== null) {
    const { cpk, ppk } = capability;
    lines.push(
      `  Cpk ${number(cpk.value)} (95 %: ${number(cpk.interval.lower)} to ${number(cpk.interval.upper)}), Ppk ${number(ppk.value)} (${number(ppk.interval.lower)} to ${number(ppk.interval.upper)})`,
    );
  }
  if (drift?.isSignificant === true) lines.push(`  drifts by ${quantity(drift.slopePerDay)} per day`);
  if (outliers !== null && outliers.length > 0) lines.push(`  outliers: ${outliers.join(', ')}`);
  const last = golden.at(-1);
  if (last !== undefined)
    lines.push(
      `  golden unit: ${quantity(last.difference)} from its first reading${last.en === null ? '' : `, En ${number(last.en)}`}${last.agrees ? '' : ': the bench has changed'}`,
    );
  return lines;
}

function clockText({ clockSetBacks }: BatchStatistics): string {
  if (clockSetBacks === 0) return '';
  return `the clock was set back ${clockSetBacks} times in this batch: the order of the tests stands, drift over time is not told\n`;
}

/** A batch's statistics for the person. */
export function statisticsLines(report: BatchReport): string {
  const head = `${report.batch.name}: ${report.units} units, ${report.attempts} tests\n`;
  const yields = yieldText('first-pass yield', report.firstPassYield) + yieldText('final yield', report.finalYield);
  return `${head}${yields}${clockText(report)}${report.figures.flatMap(figureLines).join('\n')}\n`;
}

/** A gage study for the person. */
export function gageLines(found: readonly GageOfSeries[]): string {
  const lines = found.flatMap(({ series, unit, study, leftOut }) => {
    const rows = study.components.map(({ source, standardDeviation, studyPercent, tolerancePercent }) => [
      `  ${source}`,
      `s ${formatQuantity(standardDeviation, unit)}`,
      studyPercent === null ? '' : `${studyPercent.toFixed(1)} % of the study`,
      tolerancePercent === null ? '' : `${tolerancePercent.toFixed(1)} % of the tolerance`,
    ]);
    const notes = [
      ...(study.distinctCategories === null ? [] : [`  tells ${study.distinctCategories} categories of units apart`]),
      ...(study.negative.length === 0 ? [] : [`  below zero and counted as zero: ${study.negative.join(', ')}`]),
      ...(leftOut === 0 ? [] : [`  ${leftOut} readings beyond the balanced study are left out`]),
    ];
    return [
      `${series}: ${study.parts} units, ${study.operators} operators, ${study.trials} trials`,
      columns(rows).trimEnd(),
      ...notes,
    ];
  });
  return `${lines.join('\n')}\n`;
}
