import type { Stripes } from './continueToDc.ts';
import { instantiateKernel } from './kernel/webAssembly.ts';
import { productLayout } from './kernel/layout.ts';
import { cosine, minusSine } from './kernel/tables.ts';

/**
 * Circular convolution of long records with one known spectrum: forward transform, product and inverse transform in three walks over the memory, where a transform
 * there, a product and one back take seven. The views share memory as a `RealFftPlan`'s do.
 */
export interface ProductPlan {
  readonly size: number;
  /** What is convolved, and what comes of it. */
  readonly samples: Float64Array;
  /** Interleaved bins 0 … size/2 of the samples, unscaled: all of them after `transform`, some after `multiply`. */
  readonly bins: Float64Array;
  /** Of the bins in stripes those that a product always keeps. */
  readonly stripes: Stripes;
  /** Fills `bins`; the samples are spoilt. */
  readonly transform: () => void;
  /** Takes what stands in `samples`, as interleaved factors of bins 0 … size/2 − 1, for the products from now on; bin size/2 is 0. */
  readonly takeFactors: () => void;
  /**
   * Multiplies the bins of the samples by the factors. Of the bins those below one, those from another on and those of the `stripes`
   * are kept in `bins`.
   */
  readonly multiply: (keptBelow: number, keptFrom: number) => void;
  /** Adds to a product's bin, after `multiply`; bins above 0. */
  readonly add: (bin: number, re: number, im: number) => void;
  /** Leaves the convolved samples. */
  readonly finish: () => void;
}

/** As assembly/productRows.ts has it. */
const SAMPLED = 8;
const BYTES_PER_COMPLEX = 16;
const BYTES_PER_WORD = 4;

function createProductPlan(size: number): ProductPlan | null {
  const layout = productLayout(size);
  const kernel = layout === null ? null : instantiateKernel(layout.bytes);
  if (layout === null || kernel === null) return null;
  const { words, source, other, factors, product, rows, fill } = layout;
  const { buffer, functions } = kernel;
  fill(buffer);
  const points = size / 2;
  const columns = points / rows;
  const samples = new Float64Array(buffer, source, size);
  const kept = new Int32Array(buffer, product, BYTES_PER_COMPLEX / BYTES_PER_WORD);
  const keep = (below: number, from: number): void => {
    kept.set([factors, other, Math.ceil(below / rows), Math.floor(from / rows)]);
  };
  const cosines = Float64Array.from({ length: columns }, (_, column) => cosine(column, columns));
  const minusSines = Float64Array.from({ length: columns }, (_, column) => minusSine(column, columns));

  /** Adds to one of the complex points: real and imaginary part are swapped on the way back. */
  const addToPoint = (point: number, re: number, im: number): void => {
    const place = Math.floor(point / rows);
    const row = 2 * columns * (point % rows);
    let root = 0;
    for (let column = 0; column < columns; column++) {
      samples[row + 2 * column] += im * cosines[root] - re * minusSines[root];
      samples[row + 2 * column + 1] += im * minusSines[root] + re * cosines[root];
      root += place;
      if (root >= columns) root -= columns;
    }
  };

  return {
    size,
    samples,
    bins: new Float64Array(buffer, other, size + 2),
    stripes: { bins: rows, every: SAMPLED },
    transform: () => {
      keep(points, points);
      functions.productBins(words, product, source);
    },
    takeFactors: () => {
      keep(0, points);
      functions.productFactors(words, product, source);
    },
    multiply: (keptBelow, keptFrom) => {
      keep(keptBelow, keptFrom);
      functions.productForward(words, product, source);
    },
    add: (bin, re, im) => {
      // How real bins and complex points hang together: assembly/realBins.ts
      const cos = cosine(bin, size);
      const sin = -minusSine(bin, size);
      const turnedRe = -(re * sin + im * cos);
      const turnedIm = re * cos - im * sin;
      const scale = 0.5 / points;
      addToPoint(bin, scale * (re + turnedRe), scale * (im + turnedIm));
      if (bin > 0) addToPoint(points - bin, scale * (re - turnedRe), -scale * (im - turnedIm));
    },
    finish: () => {
      functions.productBack(words, source);
    },
  };
}

let made: { readonly size: number; readonly plan: ProductPlan | null } | undefined;

/**
 * The plan for one size; the one made last is kept, the same object for everyone who asks.
 * @param size as `realFftPlan` takes it
 * @returns null for shorter records, which gain nothing by it, and where WebAssembly with vector instructions is not to be had
 */
export function productPlan(size: number): ProductPlan | null {
  if (made?.size !== size) made = { size, plan: createProductPlan(size) };
  return made.plan;
}
