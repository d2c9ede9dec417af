import { AmpbenchError } from '../../core/errors.ts';
import { dateText } from '../../core/report/dateText.ts';
import { printable } from '../../core/report/displayWidth.ts';
import { formatQuantity } from '../../core/units/format.ts';
import { periodStatistics } from '../../host/store/statistics/periodStatistics.ts';
import { unitHistory } from '../../host/store/statistics/unitHistory.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';
import { withNamedStore } from '../sharedStore.ts';
import type { StoreOption } from './store.ts';

export type StoreFiguresOptions = StoreOption;

const valueText = (value: number | null, unit: string | null): string =>
  value === null ? '–' : formatQuantity(value, unit ?? '');

/** `ampbench store history SERIAL`. */
export async function runStoreHistory(serial: string, options: StoreFiguresOptions): Promise<number> {
  const figures = await withNamedStore(options.store, (database) =>
    unitHistory(database, serial.trim().normalize('NFC')),
  );
  if (options.json === true) {
    printJson(figures.map((figure) => ({ ...figure, simulated: figure.simulated === 1 })));
    return EXIT.pass;
  }
  const rows = figures.map(({ startedAt, title, series, value, unit, verdict, simulated }) => [
    dateText(startedAt),
    printable(title),
    series,
    valueText(value, unit),
    `${verdict ?? ''}${simulated === 1 ? ' (simulated)' : ''}`.trim(),
  ]);
  if (rows.length === 0) process.stderr.write('nothing was measured of a unit with this serial number\n');
  else process.stdout.write(columns([['MEASURED', 'WHAT', 'FIGURE', 'VALUE', ''], ...rows]));
  return EXIT.pass;
}

/** @throws AmpbenchError `usage/option-invalid` */
function timeOption(name: string, text: string): string {
  const time = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}(T.+Z)?$/u.test(text) && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new AmpbenchError(
    'usage',
    'option-invalid',
    `${name} is "${text}" but must be a day or a time in UTC, such as 2026-11-01 or 2026-11-01T14:00:00Z`,
    { option: name },
  );
}

/** `ampbench store stats PRODUCT --from … --to …`. */
export async function runStoreStats(
  title: string,
  options: StoreFiguresOptions & { readonly from: string; readonly to: string; readonly simulated?: boolean },
): Promise<number> {
  const period = { from: timeOption('--from', options.from), to: timeOption('--to', options.to) };
  const simulated = options.simulated === true;
  const statistics = await withNamedStore(options.store, (database) =>
    periodStatistics(database, { title, ...period, simulated }),
  );
  if (options.json === true) {
    printJson({ product: title, ...period, simulated, figures: statistics });
    return EXIT.pass;
  }
  const rows = statistics.map(({ series, unit, runs, n, mean, standardDeviation, least, most, passed, failed }) => [
    series,
    `${String(n)}/${String(runs)}`,
    ...[mean, standardDeviation, least, most].map((value) => valueText(value, unit)),
    passed + failed === 0 ? '' : `${String(passed)} pass, ${String(failed)} fail`,
  ]);
  if (rows.length === 0) process.stderr.write(`no runs of "${title}" in that time; runs list shows what there are\n`);
  else process.stdout.write(columns([['FIGURE', 'N', 'MEAN', 'S', 'LEAST', 'MOST', 'VERDICTS'], ...rows]));
  return EXIT.pass;
}
