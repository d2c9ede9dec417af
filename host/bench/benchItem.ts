/** One line of the benchmark: what was measured, in one run and on one machine, against what it should be. */
export interface BenchItem {
  readonly name: string;
  /** Null where it could not be measured; `note` says why. */
  readonly measured: number | null;
  readonly unit: '×' | '× real time' | 'MB' | '% of a core';
  /** The bound and its sense; null where none is set. */
  readonly target: { readonly atLeast: number } | { readonly atMost: number } | null;
  /** Absolute processor times and what was compared with what. */
  readonly note: string;
}

export type BenchPart = 'fft' | 'analysis' | 'live' | 'memory' | 'batch';

export function meetsTarget({ measured, target }: BenchItem): boolean | null {
  if (measured === null || target === null) return null;
  return 'atLeast' in target ? measured >= target.atLeast : measured <= target.atMost;
}

export const milliseconds = (seconds: number): string => `${(1000 * seconds).toPrecision(3)} ms`;
