/** Prints the one JSON document of a `--json` command. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 1)}\n`);
}

/** Lines up rows of text in columns, two spaces between. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) => {
      const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

const TABLE_COLUMNS = { least: 80, most: 200, usual: 120 } as const;

/** How wide a table may be on standard output. */
export function terminalColumns(): number {
  const columns = process.stdout.isTTY ? process.stdout.columns : TABLE_COLUMNS.usual;
  return Math.min(Math.max(columns, TABLE_COLUMNS.least), TABLE_COLUMNS.most);
}
