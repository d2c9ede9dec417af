import type { CurveColumns } from '../measure/analysis.ts';

/** How a column is averaged follows from the unit in its name. */
type Scale = 'axis' | 'decibel' | 'amplitude' | 'linear';

function scaleOf(column: string): Scale {
  if (/^frequenc/.test(column)) return 'axis';
  if (/Db[a-z]*$/i.test(column)) return 'decibel';
  return /(Rms|Peak|Ratios?|RootHz|Volts|Fs)$/.test(column) ? 'amplitude' : 'linear';
}

const toSum: Readonly<Record<Scale, (value: number) => number>> = {
  axis: (value) => value,
  decibel: (value) => 10 ** (value / 10),
  amplitude: (value) => value * value,
  linear: (value) => value,
};

const fromMean: Readonly<Record<Scale, (value: number) => number>> = {
  axis: (value) => value,
  decibel: (value) => 10 * Math.log10(value),
  amplitude: Math.sqrt,
  linear: (value) => value,
};

/** Mean of a curve over records, power by power, without keeping the records. */
export class CurveAverage {
  readonly #names: readonly string[];
  readonly #axes: CurveColumns;
  readonly #sums: readonly Float64Array[];
  #count = 0;
  #fits = true;

  constructor(first: CurveColumns) {
    this.#axes = first;
    this.#names = Object.keys(first);
    this.#sums = this.#names.map((name) => new Float64Array(first[name].length));
  }

  add(curve: CurveColumns): void {
    this.#count++;
    for (const [index, name] of this.#names.entries()) {
      const sums = this.#sums[index];
      const column = curve[name] as CurveColumns[string] | undefined;
      if (column?.length !== sums.length) {
        this.#fits = false;
        return;
      }
      const convert = toSum[scaleOf(name)];
      for (const [at, value] of column.entries()) sums[at] += value === null ? NaN : convert(value);
    }
  }

  /** Null where the records' curves have different lengths, or some lack it. Points that a record lacks are null. */
  finish(records: number): CurveColumns | null {
    if (!this.#fits || this.#count < records) return null;
    const column = (name: string, index: number): readonly (number | null)[] => {
      const scale = scaleOf(name);
      if (scale === 'axis') return this.#axes[name];
      return Array.from(this.#sums[index], (sum) => {
        const value = fromMean[scale](sum / this.#count);
        return Number.isFinite(value) ? value : null;
      });
    };
    return Object.fromEntries(this.#names.map((name, index) => [name, column(name, index)]));
  }
}
