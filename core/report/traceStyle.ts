type MarkerShape = 'triangle' | 'circle' | 'square' | 'diamond';

interface TraceStyle {
  /** Sets colour and line pattern in the style sheet. */
  readonly className: string;
  readonly marker: MarkerShape;
}

/** First channel solid, second dashed; the third and fourth trace (a second load) dotted and dash-dotted. */
export const TRACE_STYLES: readonly TraceStyle[] = [
  { className: 't1', marker: 'triangle' },
  { className: 't2', marker: 'circle' },
  { className: 't3', marker: 'square' },
  { className: 't4', marker: 'diamond' },
];

const number = (value: number): string => String(Math.round(value * 10) / 10);

/** Outline of a marker around a point, pixels; filled or open is the style sheet's business. */
export function markerPath(shape: MarkerShape, x: number, y: number): string {
  switch (shape) {
    case 'triangle':
      return `M${number(x)} ${number(y - 3.6)}l3.3 5.8h-6.6z`;
    case 'circle':
      return `M${number(x - 2.8)} ${number(y)}a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0-5.6 0z`;
    case 'square':
      return `M${number(x - 2.6)} ${number(y - 2.6)}h5.2v5.2h-5.2z`;
    case 'diamond':
      return `M${number(x)} ${number(y - 3.6)}l3.6 3.6-3.6 3.6-3.6-3.6z`;
  }
}

/** The legend's drawing of a trace. */
export function legendSwatch(style: number): string {
  const { className, marker } = TRACE_STYLES[style % TRACE_STYLES.length];
  return (
    `<svg class="swatch" width="30" height="10" viewBox="0 0 30 10" aria-hidden="true">` +
    `<path class="trace ${className}" d="M0 5H30"/><path class="marker ${className}" d="${markerPath(marker, 15, 5)}"/></svg>`
  );
}
