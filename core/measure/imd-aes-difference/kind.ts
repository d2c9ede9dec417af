import { imdKind } from '../imd/imdKind.ts';
import type { ImdPlan, ProductMultiples } from '../imd/plan.ts';

const PRODUCTS: readonly ProductMultiples[] = [
  [-1, 1],
  [2, -1],
  [-1, 2],
];

const PLAN: ImdPlan = {
  tonesHz: [18_000, 20_000],
  toneRatio: 1,
  products: PRODUCTS,
  figures: [
    {
      id: 'imd-aes-difference',
      groups: PRODUCTS.map((product) => [product]),
      reference: 'total',
      definitionId: 'imd-aes-difference.18000-20000.1-1.rss-2k-16k-22k.re-total',
    },
  ],
};

/** After AES17: 18 and 20 kHz, 1:1; the rss of 2, 16 and 22 kHz re the rms of both tones together. */
export const imdAesDifference = imdKind({
  kind: 'imd-aes-difference',
  title: 'Difference-frequency distortion, after AES17',
  options: [],
  plan: () => PLAN,
});
