/** A product n1·f1 + n2·f2 by its multiples; its frequency is positive. */
export type ProductMultiples = readonly [number, number];

/** How a figure is made of products. */
export interface ImdFigurePlan {
  readonly id: string;
  /** Products of one group add as they are; groups add as the root of their squares' sum. */
  readonly groups: readonly (readonly ProductMultiples[])[];
  /** The upper tone, the sum of both tones' rms, or the rms of both together. */
  readonly reference: 'f2' | 'sum' | 'total';
  readonly definitionId: string;
}

/** One kind of intermodulation measurement. docs/spec/imd.md. */
export interface ImdPlan {
  readonly tonesHz: readonly [number, number];
  /** Amplitude of the first tone over that of the second as they are played; a capture more than 1 dB off it is flagged. */
  readonly toneRatio: number;
  /** All that are read, whether a figure counts them or not. */
  readonly products: readonly ProductMultiples[];
  readonly figures: readonly ImdFigurePlan[];
}

export const productHz = ([f1, f2]: readonly [number, number], [n1, n2]: ProductMultiples): number => n1 * f1 + n2 * f2;
