import type { Palette } from '../palette.ts';

/** Fonts of a page; the host knows the files. */
export type FontName = 'regular' | 'medium' | 'semibold' | 'mono';

export type Ink = keyof Palette;

/** Width of a text as it will be drawn, pixels. */
export type MeasureText = (text: string, font: FontName, sizePixels: number) => number;

/** Something drawn on a page; places in pixels (96 to the inch) from the top left corner. */
export type PageItem =
  | {
      readonly kind: 'text';
      readonly x: number;
      /** Of the baseline. */
      readonly y: number;
      readonly text: string;
      readonly font: FontName;
      readonly size: number;
      readonly ink: Ink;
      /** Drawn around the letters first, so that lines behind do not disturb them. */
      readonly halo?: Ink;
    }
  | {
      readonly kind: 'path';
      /** SVG path data, moved to x, y. */
      readonly d: string;
      readonly x: number;
      readonly y: number;
      readonly fill?: Ink;
      readonly fillOpacity?: number;
      readonly stroke?: Ink;
      readonly width?: number;
      readonly dash?: readonly number[];
      readonly round?: boolean;
    }
  | {
      /** Items moved, scaled, and cut at a rectangle where one is given. */
      readonly kind: 'group';
      readonly x: number;
      readonly y: number;
      readonly scale: number;
      readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
      readonly items: readonly PageItem[];
    };

/** A page, ready to be painted. */
export interface Page {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly items: readonly PageItem[];
  /** Headings on it, for the outline of a document. */
  readonly headings: readonly { readonly text: string; readonly y: number }[];
}

/** What a row of a page is: a height and how it is drawn with its left upper corner at a place. */
export interface Row {
  readonly height: number;
  readonly draw: (x: number, y: number) => PageItem[];
  /** It does not stand last on a page. */
  readonly keepWithNext?: boolean;
  /** Drawn again above this row where a page starts with it. */
  readonly repeated?: Row;
  readonly heading?: string;
  /** Left out where a page starts with it: empty room. */
  readonly isGap?: boolean;
}

/** Empty room above what follows. */
export const gap = (height: number): Row => ({ height, draw: () => [], isGap: true, keepWithNext: true });

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  paint: { readonly fill?: Ink; readonly stroke?: Ink; readonly width?: number; readonly radius?: number },
): PageItem => {
  const { radius: r = 0, ...rest } = paint;
  const d =
    r === 0
      ? `M0 0h${width}v${height}h${-width}z`
      : `M${r} 0h${width - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${height - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - width}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - height}a${r} ${r} 0 0 1 ${r} ${-r}z`;
  return { kind: 'path', d, x, y, ...rest };
};

/** A level line from x, y to the right. */
export const rule = (x: number, y: number, width: number, ink: Ink, thickness = 1): PageItem => ({
  kind: 'path',
  d: `M0 0h${width}`,
  x,
  y,
  stroke: ink,
  width: thickness,
});
