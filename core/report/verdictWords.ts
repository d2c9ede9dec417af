import type { VerdictWord } from '../result/verification.ts';

/** How a verdict is shown: always word and mark together; colour is a third sign, never the only one. */
export interface VerdictLook {
  readonly word: string;
  /** One terminal column wide in every terminal. */
  readonly mark: string;
  /** SGR colour code of a terminal. */
  readonly terminalColour: number;
  /** Class of the colour in the HTML report and the page. */
  readonly className: string;
  /** Colour of the palette. */
  readonly ink: 'pass' | 'fail' | 'inconclusive' | 'nv' | 'manual';
  /** Drawn in 16 by 16; the outline differs for each verdict. */
  readonly shapes: readonly VerdictShape[];
  /** The same as the inside of an SVG drawing, with `currentColor` and `var(--panel)`. */
  readonly drawing: string;
}

/** Part of a verdict's mark: a filled path or a line, in the verdict's colour or in that of the paper. */
export interface VerdictShape {
  readonly d: string;
  readonly paint: 'fill' | 'stroke';
  readonly ink: 'verdict' | 'panel';
  readonly width?: number;
}

const filled = (d: string): VerdictShape => ({ d, paint: 'fill', ink: 'verdict' });
const line = (d: string, width: number, ink: VerdictShape['ink'] = 'verdict'): VerdictShape => ({
  d,
  paint: 'stroke',
  ink,
  width,
});

/** A full circle around the middle of the mark. */
const disc = (radius: number): string =>
  `M${8 - radius} 8a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;

function withDrawing(look: Omit<VerdictLook, 'drawing'>): VerdictLook {
  const colour = (ink: VerdictShape['ink']): string => (ink === 'panel' ? 'var(--panel)' : 'currentColor');
  const drawing = look.shapes
    .map(({ d, paint, ink, width }) =>
      paint === 'fill'
        ? `<path d="${d}" fill="${colour(ink)}"/>`
        : `<path d="${d}" fill="none" stroke="${colour(ink)}" stroke-width="${width ?? 1}"/>`,
    )
    .join('');
  return { ...look, drawing };
}

/** In the order in which a summary lists them. */
export const VERDICT_ORDER: readonly VerdictWord[] = ['pass', 'inconclusive', 'fail', 'not-verifiable', 'manual'];

export const VERDICT_LOOKS: Readonly<Record<VerdictWord, VerdictLook>> = {
  pass: withDrawing({
    word: 'pass',
    mark: '✓',
    terminalColour: 32,
    className: 'v-pass',
    ink: 'pass',
    shapes: [filled(disc(7)), line('M4.5 8.2l2.5 2.5 4.5-5.2', 1.8, 'panel')],
  }),
  inconclusive: withDrawing({
    word: 'inconclusive',
    mark: '~',
    terminalColour: 33,
    className: 'v-inconclusive',
    ink: 'inconclusive',
    shapes: [line('M8 1l7 7-7 7-7-7z', 1.6), line('M4.9 8.7c1-1.5 2.1-1.4 3.1-.7s2.1.8 3.1-.7', 1.6)],
  }),
  fail: withDrawing({
    word: 'fail',
    mark: '✗',
    terminalColour: 31,
    className: 'v-fail',
    ink: 'fail',
    shapes: [
      filled('M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z'),
      line('M5.4 5.4l5.2 5.2m0-5.2l-5.2 5.2', 1.8, 'panel'),
    ],
  }),
  'not-verifiable': withDrawing({
    word: 'not verifiable',
    mark: '⊘',
    terminalColour: 35,
    className: 'v-nv',
    ink: 'nv',
    shapes: [line(disc(6.5), 1.6), line('M3.4 12.6l9.2-9.2', 1.6)],
  }),
  manual: withDrawing({
    word: 'manual',
    mark: '✎',
    terminalColour: 34,
    className: 'v-manual',
    ink: 'manual',
    shapes: [
      line(
        'M4 1.5h8a2.5 2.5 0 0 1 2.5 2.5v8a2.5 2.5 0 0 1-2.5 2.5h-8a2.5 2.5 0 0 1-2.5-2.5v-8a2.5 2.5 0 0 1 2.5-2.5z',
        1.6,
      ),
      line('M4.9 11.1l.7-2.5 4.3-4.3 1.8 1.8-4.3 4.3z', 1.3),
    ],
  }),
};
