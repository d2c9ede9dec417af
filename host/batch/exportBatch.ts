import { parquetWriteBuffer } from 'hyparquet-writer';
import writeExcelFile from 'write-excel-file/node';
import { AmpbenchError } from '../../core/errors.ts';
import { numberCell, textCell } from '../../core/report/csv.ts';
import type { StoreDatabase } from '../store/database/schema.ts';
import type { Batch } from './batches.ts';
import { readAttempts } from './batchQueries.ts';

export const EXPORT_FORMATS = ['csv', 'xlsx', 'parquet'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

type Cell = string | number | null;
type Columns = Readonly<Record<string, { readonly type: 'text' | 'number' | 'whole'; readonly cells: Cell[] }>>;

/** Rows a sheet of a spreadsheet can hold. */
const MOST_SHEET_ROWS = 1_048_576;
/** Attempts whose figures are read at once. */
const ATTEMPTS_AT_ONCE = 1000;

/** One row for each figure of each attempt; an attempt without figures has one, too. Values linear, in the unit of their row. */
async function columnsOf(database: StoreDatabase, batch: Batch): Promise<Columns> {
  const columns = {
    batch: { type: 'text', cells: [] as Cell[] },
    attempt: { type: 'whole', cells: [] as Cell[] },
    serial: { type: 'text', cells: [] as Cell[] },
    operator: { type: 'text', cells: [] as Cell[] },
    started_at_utc: { type: 'text', cells: [] as Cell[] },
    seconds: { type: 'number', cells: [] as Cell[] },
    outcome: { type: 'text', cells: [] as Cell[] },
    figure: { type: 'text', cells: [] as Cell[] },
    value: { type: 'number', cells: [] as Cell[] },
    uncertainty_k2: { type: 'number', cells: [] as Cell[] },
    unit: { type: 'text', cells: [] as Cell[] },
    lower_limit: { type: 'number', cells: [] as Cell[] },
    upper_limit: { type: 'number', cells: [] as Cell[] },
    verdict: { type: 'text', cells: [] as Cell[] },
  } as const;
  const attempts = await readAttempts(database, batch.id);
  for (let from = 0; from < attempts.length; from += ATTEMPTS_AT_ONCE) {
    const part = attempts.slice(from, from + ATTEMPTS_AT_ONCE);
    const byId = new Map(part.map((attempt) => [attempt.id, attempt]));
    const rows = await database
      .selectFrom('attempts')
      .leftJoin('attemptFigures', 'attemptFigures.attemptId', 'attempts.id')
      .select(['attempts.id', 'series', 'value', 'unit', 'uncertainty', 'lower', 'upper', 'verdict'])
      .where('attempts.batchId', '=', batch.id)
      .where('attempts.position', '>=', part[0].position)
      .where('attempts.position', '<=', part[part.length - 1].position)
      .orderBy('attempts.position')
      .orderBy('attemptFigures.position')
      .execute();
    for (const row of rows) {
      const attempt = byId.get(row.id);
      if (attempt === undefined) continue;
      columns.batch.cells.push(batch.name);
      columns.attempt.cells.push(attempt.position + 1);
      columns.serial.cells.push(attempt.serial);
      columns.operator.cells.push(attempt.operator);
      columns.started_at_utc.cells.push(attempt.startedAt);
      columns.seconds.cells.push(attempt.seconds);
      columns.outcome.cells.push(attempt.outcome);
      columns.figure.cells.push(row.series);
      columns.value.cells.push(row.value);
      columns.uncertainty_k2.cells.push(row.uncertainty);
      columns.unit.cells.push(row.unit);
      columns.lower_limit.cells.push(row.lower);
      columns.upper_limit.cells.push(row.upper);
      columns.verdict.cells.push(row.verdict);
    }
  }
  return columns;
}

/** After RFC 4180; texts that a spreadsheet would compute have an apostrophe in front. */
function csvOf(columns: Columns): Buffer {
  const all = Object.values(columns);
  const lines = [Object.keys(columns).join(',')];
  for (let row = 0; row < all[0].cells.length; row++)
    lines.push(
      all
        .map(({ cells }) => {
          const cell = cells[row];
          return typeof cell === 'string' ? textCell(cell) : numberCell(cell);
        })
        .join(','),
    );
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

async function sheetOf(columns: Columns): Promise<Buffer> {
  const all = Object.entries(columns);
  const count = all[0][1].cells.length;
  if (count + 1 > MOST_SHEET_ROWS)
    throw new AmpbenchError(
      'usage',
      'sheet-too-long',
      `the batch has ${count} rows but a sheet holds ${MOST_SHEET_ROWS - 1}`,
      { rows: count },
      'export it with --format csv or parquet',
    );
  const head = all.map(([name]) => ({ value: name, type: String, fontWeight: 'bold' as const }));
  // Text cells are texts in this format: a spreadsheet does not compute them
  const rows = Array.from({ length: count }, (_, row) =>
    all.map(([, { type, cells }]) => {
      const cell = cells[row];
      if (cell === null) return null;
      return type === 'text' ? { value: String(cell), type: String } : { value: Number(cell), type: Number };
    }),
  );
  return writeExcelFile([head, ...rows]).toBuffer();
}

function parquetOf(columns: Columns): Buffer {
  const columnData = Object.entries(columns).map(([name, { type, cells }]) => ({
    name,
    data: cells,
    type: type === 'text' ? ('STRING' as const) : type === 'whole' ? ('INT32' as const) : ('DOUBLE' as const),
    nullable: true,
  }));
  return Buffer.from(parquetWriteBuffer({ columnData }));
}

/**
 * All of a batch as one table, for other programs.
 * @throws AmpbenchError `usage/sheet-too-long`
 */
export async function exportBatch(database: StoreDatabase, batch: Batch, format: ExportFormat): Promise<Buffer> {
  const columns = await columnsOf(database, batch);
  switch (format) {
    case 'csv':
      return csvOf(columns);
    case 'xlsx':
      return sheetOf(columns);
    case 'parquet':
      return parquetOf(columns);
  }
}
