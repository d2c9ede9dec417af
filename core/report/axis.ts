/** One axis of a chart: a range in the axis's unit and what stands on it. */
export interface Axis {
  readonly scale: 'log' | 'linear';
  readonly from: number;
  readonly to: number;
  /** Quantity and unit: `Frequency (Hz)`. */
  readonly title: string;
}

export interface Tick {
  readonly at: number;
  /** Null: a faint line without a number. */
  readonly label: string | null;
}

/** Places where the 1-2-5 series stands, and the lines between, within a decade. */
const LABELLED = [1, 2, 5];

/** Position along the axis, 0 at `from` and 1 at `to`; outside the range beyond these. NaN for what a log axis cannot show. */
export function fractionAlong(axis: Axis, value: number): number {
  if (axis.scale === 'linear') return (value - axis.from) / (axis.to - axis.from);
  return value > 0 ? Math.log(value / axis.from) / Math.log(axis.to / axis.from) : Number.NaN;
}

/** A number on an axis: thousands as k, a true minus, no digit the axis does not need. */
export function axisNumber(value: number): string {
  const rounded = Number(value.toPrecision(6));
  const magnitude = Math.abs(rounded);
  const text =
    magnitude >= 1e6
      ? `${Number((magnitude / 1e6).toPrecision(4))}M`
      : magnitude >= 1000
        ? `${Number((magnitude / 1000).toPrecision(4))}k`
        : magnitude !== 0 && magnitude < 1e-6
          ? magnitude.toExponential()
          : String(Number(magnitude.toPrecision(6)));
  return rounded < 0 ? `−${text}` : text;
}

function logTicks(axis: Axis, lengthPixels: number, labelPixels: number): Tick[] {
  const decades = Math.log10(axis.to / axis.from);
  const pixelsPerDecade = lengthPixels / decades;
  // 1-2-5 needs room for three labels a decade, the closest two 0.30 decades apart; then 1 only; then every n-th decade.
  const all = pixelsPerDecade * Math.log10(2) >= labelPixels;
  const everyNthDecade = Math.max(1, Math.ceil(labelPixels / pixelsPerDecade));
  const ticks: Tick[] = [];
  const first = Math.floor(Math.log10(axis.from) + 1e-9);
  for (let exponent = first; 10 ** exponent <= axis.to * (1 + 1e-9); exponent += 1) {
    for (let digit = 1; digit <= 9; digit += 1) {
      const at = Number(`${digit}e${exponent}`);
      if (at < axis.from * (1 - 1e-9) || at > axis.to * (1 + 1e-9)) continue;
      const labelled = all ? LABELLED.includes(digit) : digit === 1 && exponent % everyNthDecade === 0;
      ticks.push({ at, label: labelled ? axisNumber(at) : null });
    }
  }
  return ticks;
}

/** The 1-2-5 step that leaves at least `labelPixels` between labels. */
function linearStep(axis: Axis, lengthPixels: number, labelPixels: number): number {
  const least = ((axis.to - axis.from) * labelPixels) / lengthPixels;
  const decade = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((digit) => digit * decade).find((step) => step >= least * (1 - 1e-9))!;
}

function linearTicks(axis: Axis, lengthPixels: number, labelPixels: number): Tick[] {
  const step = linearStep(axis, lengthPixels, labelPixels);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks: Tick[] = [];
  for (let index = Math.ceil(axis.from / step - 1e-9); index * step <= axis.to + step * 1e-9; index += 1) {
    const at = index * step;
    const fixed = Math.abs(at).toFixed(decimals);
    ticks.push({ at, label: (at < 0 && Number(fixed) !== 0 ? '−' : '') + fixed });
  }
  return ticks;
}

/**
 * Lines and labels of an axis: 1-2-5 on log axes with faint lines between, a 1-2-5 step on linear ones; fewer labels
 * where they would touch.
 * @param labelPixels least distance between two labels
 */
export function axisTicks(axis: Axis, lengthPixels: number, labelPixels: number): Tick[] {
  return axis.scale === 'log'
    ? logTicks(axis, lengthPixels, labelPixels)
    : linearTicks(axis, lengthPixels, labelPixels);
}

/** The greatest 1-2-5 number at or below `value` (direction −1), or the least at or above it (direction 1). */
export function oneTwoFive(value: number, direction: -1 | 1): number {
  const exponent = Math.floor(Math.log10(value) + 1e-12);
  const series = [1, 2, 5, 10].map((digit) => Number(`${digit}e${exponent}`));
  const tolerance = 1 + 1e-9;
  return direction === 1
    ? series.find((candidate) => candidate * tolerance >= value)!
    : series.findLast((candidate) => candidate <= value * tolerance)!;
}

/** The nearest multiple of a 1-2-5 step (about a `parts`-th of the span) outside the range, both ways. */
export function roundLinearRange(from: number, to: number, parts: number): readonly [number, number] {
  const span = to - from > 0 ? to - from : Math.max(Math.abs(from), 1);
  const step = oneTwoFive(span / parts, 1);
  const round = (value: number, direction: -1 | 1) =>
    Number(
      ((direction === -1 ? Math.floor(value / step + 1e-9) : Math.ceil(value / step - 1e-9)) * step).toPrecision(12),
    );
  const low = round(from, -1);
  const high = round(to, 1);
  return high > low ? [low, high] : [low, Number((low + step).toPrecision(12))];
}
