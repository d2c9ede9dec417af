/** `stereophile`: the order and the figures of a magazine's measurement page, in sentences. */
export const LAYOUTS = ['full', 'card', 'stereophile', 'one-page'] as const;

export type Layout = (typeof LAYOUTS)[number];

/** `frd`: a frequency response as loudspeaker programs and equalisers read it. */
export const REPORT_FORMATS = ['html', 'pdf', 'md', 'csv', 'json', 'png', 'frd'] as const;

export type StoredFormat = (typeof REPORT_FORMATS)[number];

/** Formats that have a layout; the others are data. */
export const LAID_OUT: ReadonlySet<StoredFormat> = new Set(['html', 'pdf', 'md', 'png']);
