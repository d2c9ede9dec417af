import { dimComponents, DIM_SINE_HZ, DIM_SQUARE_HZ } from '../../signal/dim.ts';
import { imdKind } from '../imd/imdKind.ts';
import type { ImdPlan, ProductMultiples } from '../imd/plan.ts';
import type { MeasureSettings } from '../settings.ts';

const DEFAULT_LOW_PASS_HZ = 30_000;

/** |15 kHz − n·3.15 kHz|, n = 1 … 9: all below 15 kHz. */
const PRODUCTS: readonly ProductMultiples[] = Array.from({ length: 9 }, (_, index): ProductMultiples => {
  const order = index + 1;
  return order * DIM_SQUARE_HZ < DIM_SINE_HZ ? [-order, 1] : [order, -1];
});

function plan({ dimLowPassHz = DEFAULT_LOW_PASS_HZ }: MeasureSettings): ImdPlan {
  return {
    tonesHz: [DIM_SQUARE_HZ, DIM_SINE_HZ],
    // 4:1 peak to peak; a square wave's first partial is 4/π of its peak, less what the low-pass takes
    toneRatio: (4 * (4 / Math.PI)) / Math.hypot(1, DIM_SQUARE_HZ / dimLowPassHz),
    products: PRODUCTS,
    figures: [
      {
        id: 'imd-dim',
        groups: PRODUCTS.map((product) => [product]),
        reference: 'f2',
        definitionId: `imd-dim.${dimLowPassHz / 1000}k.rss-9-products.re-15k`,
      },
    ],
  };
}

/** DIM 30 or DIM 100 after IEC 60268-3: a 3.15 kHz square wave through a first-order low-pass and a 15 kHz sine. */
export const imdDim = imdKind({
  kind: 'imd-dim',
  title: 'Dynamic intermodulation',
  options: ['dimLowPassHz'],
  plan,
  partials: ({ dimLowPassHz = DEFAULT_LOW_PASS_HZ }, sampleRateHz, peakVolts) =>
    dimComponents(sampleRateHz, dimLowPassHz, peakVolts),
});
