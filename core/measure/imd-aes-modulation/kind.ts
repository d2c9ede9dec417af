import { imdKind } from '../imd/imdKind.ts';
import type { ImdPlan, ProductMultiples } from '../imd/plan.ts';

const COUNTED: readonly ProductMultiples[] = [
  [-1, 1],
  [1, 1],
];
/** Odd order shows here alone. */
const LISTED: readonly ProductMultiples[] = [
  [-2, 1],
  [2, 1],
];

const PLAN: ImdPlan = {
  tonesHz: [41, 7993],
  toneRatio: 4,
  products: [...COUNTED, ...LISTED],
  figures: [
    {
      id: 'imd-aes-modulation',
      groups: COUNTED.map((product) => [product]),
      reference: 'f2',
      definitionId: 'imd-aes-modulation.41-7993.4-1.rss-f2-f1.re-f2',
    },
  ],
};

/** After AES17: 41 Hz and 7993 Hz, 4:1; the rss of f2 ± f1 re f2. */
export const imdAesModulation = imdKind({
  kind: 'imd-aes-modulation',
  title: 'Modulation distortion, after AES17',
  options: [],
  plan: () => PLAN,
});
