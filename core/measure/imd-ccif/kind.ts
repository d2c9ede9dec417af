import { imdKind } from '../imd/imdKind.ts';
import type { ImdPlan, ProductMultiples } from '../imd/plan.ts';
import type { MeasureSettings } from '../settings.ts';

const D2: ProductMultiples = [-1, 1];
const D3_LOW: ProductMultiples = [2, -1];
const D3_HIGH: ProductMultiples = [-1, 2];

function plan({ imdReference = 'sum' }: MeasureSettings): ImdPlan {
  const shape = `19000-20000.1-1`;
  return {
    tonesHz: [19_000, 20_000],
    toneRatio: 1,
    products: [D2, D3_LOW, D3_HIGH],
    figures: [
      {
        id: 'imd-ccif',
        groups: [[D2], [D3_LOW, D3_HIGH]],
        reference: imdReference,
        definitionId: `imd-ccif.${shape}.rss-d2-d3.re-${imdReference}`,
      },
      {
        id: 'imd-ccif-d2',
        groups: [[D2]],
        reference: imdReference,
        definitionId: `imd-ccif-d2.${shape}.re-${imdReference}`,
      },
      {
        id: 'imd-ccif-d3',
        groups: [[D3_LOW, D3_HIGH]],
        reference: imdReference,
        definitionId: `imd-ccif-d3.${shape}.linear-sum.re-${imdReference}`,
      },
    ],
  };
}

/** After IEC 60268-3 and CCIF: 19 and 20 kHz, 1:1; d2 and d3 re the sum of both tones, or by name re f2. */
export const imdCcif = imdKind({
  kind: 'imd-ccif',
  title: 'Difference-frequency distortion, CCIF type',
  options: ['imdReference'],
  plan,
});
