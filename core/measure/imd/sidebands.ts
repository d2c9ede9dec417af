import type { ImdPlan, ProductMultiples } from './plan.ts';

/** Orders that SMPTE and DIN count, and the highest that are listed. */
const COUNTED_ORDER = 2;
const HIGHEST_ORDER = 5;

const pair = (order: number): readonly ProductMultiples[] => [
  [-order, 1],
  [order, 1],
];

/**
 * A low tone and a high one, 4:1: sidebands at f2 ± n·f1, root of the squares' sum re f2.
 * @param id of the figure; its definition names tones, ratio and sum
 */
export function sidebandPlan(id: string, tonesHz: readonly [number, number]): ImdPlan {
  const counted = Array.from({ length: COUNTED_ORDER }, (_, index) => pair(index + 1)).flat();
  return {
    tonesHz,
    toneRatio: 4,
    products: Array.from({ length: HIGHEST_ORDER }, (_, index) => pair(index + 1)).flat(),
    figures: [
      {
        id,
        groups: counted.map((product) => [product]),
        reference: 'f2',
        definitionId: `${id}.${tonesHz.join('-')}.4-1.rss-f2-nf1-n1-${COUNTED_ORDER}.re-f2`,
      },
    ],
  };
}
