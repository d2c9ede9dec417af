import { printable } from '../../core/report/displayWidth.ts';
import { summarize } from '../../core/statistics/summarize.ts';
import { formatQuantity } from '../../core/units/format.ts';
import { listFigures, type ListedFigure } from '../../host/store/database/runQueries.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';
import { withNamedStore } from '../sharedStore.ts';
import { filterFrom, type RunsListOptions } from './runsList.ts';

type RunsStatsOptions = Omit<RunsListOptions, 'deleted'>;

/** `ampbench runs stats`: each figure over the finished runs that the filter lets through. */
export async function runRunsStats(options: RunsStatsOptions): Promise<number> {
  const figures = await withNamedStore(options.store, (database) => listFigures(database, filterFrom(options)));
  const groups = new Map<string, ListedFigure[]>();
  for (const figure of figures) {
    const key = JSON.stringify([figure.title, figure.series, figure.unit]);
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  const rows = [...groups.values()].flatMap((group) => {
    const { title, series, figureId } = group[0];
    // A ratio by its unit, bits by its meaning
    const unit = figureId === 'enob' ? 'bits' : group[0].unit;
    const summary = summarize(group.map(({ value }) => value));
    return summary === null ? [] : [{ title, series, unit, ...summary }];
  });
  if (options.json === true) {
    printJson(rows);
    return EXIT.pass;
  }
  const lines = rows.map(({ title, series, unit, n, mean, standardDeviation, least, most }) => [
    printable(title),
    series,
    String(n),
    formatQuantity(mean, unit),
    standardDeviation === null ? '–' : formatQuantity(standardDeviation, unit),
    formatQuantity(least, unit),
    formatQuantity(most, unit),
  ]);
  if (lines.length === 0) process.stderr.write('no finished runs\n');
  else process.stdout.write(columns([['WHAT', 'FIGURE', 'N', 'MEAN', 'S', 'LEAST', 'MOST'], ...lines]));
  return EXIT.pass;
}
