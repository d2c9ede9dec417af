import { TRACE_COLOURS } from './traceLook.ts';

/** Colours of the theme, read from the document. */
export interface ChartColours {
  readonly grid: string;
  readonly gridLabelled: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly panel: string;
  readonly limit: string;
  readonly traces: readonly string[];
}

export function readColours(element: HTMLElement): ChartColours {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    grid: colour('--grid'),
    gridLabelled: colour('--grid-2'),
    ink: colour('--ink'),
    ink2: colour('--ink-2'),
    ink3: colour('--ink-3'),
    panel: colour('--panel'),
    limit: colour('--limit'),
    traces: TRACE_COLOURS.map(colour),
  };
}
