import type { PageItem, Row } from './pageItem.ts';

/** What stands on one page, before the page's own margins and foot. */
export interface FlowedPage {
  readonly items: PageItem[];
  readonly headings: { readonly text: string; readonly y: number }[];
  /** Height used. */
  readonly height: number;
}

/**
 * Sets rows one under the other on pages. A row that must not stand last goes over with the next; a table's head is repeated.
 * @param pageHeight of the room for rows; Infinity: one page for all
 */
export function flowRows(rows: readonly Row[], left: number, top: number, pageHeight: number): FlowedPage[] {
  const pages: FlowedPage[] = [];
  let items: PageItem[] = [];
  let headings: { text: string; y: number }[] = [];
  let used = 0;
  const finish = (): void => {
    pages.push({ items, headings, height: used });
    items = [];
    headings = [];
    used = 0;
  };
  const put = (row: Row): void => {
    if (row.heading !== undefined) headings.push({ text: row.heading, y: top + used });
    items.push(...row.draw(left, top + used));
    used += row.height;
  };
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    // What a row drags along: every row after it up to the first that may stand last.
    let needed = row.height;
    for (let next = index; rows[next].keepWithNext === true && next + 1 < rows.length; next += 1)
      needed += rows[next + 1].height;
    const isNewPage = used > 0 && used + Math.min(needed, pageHeight) > pageHeight;
    if (isNewPage) finish();
    if (used === 0 && row.isGap === true) continue;
    if (isNewPage && row.repeated !== undefined) put(row.repeated);
    put(row);
  }
  if (items.length > 0 || pages.length === 0) finish();
  return pages;
}
