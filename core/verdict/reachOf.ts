import type { Figure } from '../result/figure.ts';

/** Flag of a figure that the rig's own share can only have made larger (noise adds as power): the unit's own is at most what was read. */
export const RIG_ONLY_ADDS = 'rig-only-adds';
/** Flag of a figure that the rig's own share can only have made smaller: a ratio to noise. */
export const RIG_ONLY_LOWERS = 'rig-only-lowers';

/**
 * How far above and below the figure the unit's own may lie, k = 2: the rig's share counts on the side it can be on, else on both. A ratio to noise goes up
 * without end where all of the noise may be the rig's: it is a reciprocal, so its reach is too.
 */
export function reachOf(figure: Figure): { readonly above: number; readonly below: number } {
  const uncertainty = figure.uncertainty ?? Infinity;
  const share = figure.uncertaintyParts
    .filter(({ source }) => source === 'baseline')
    .reduce((sum, { value }) => sum + value, 0);
  const withoutShare = Math.max(uncertainty - share, 0);
  if (figure.flags.includes(RIG_ONLY_LOWERS)) {
    const value = figure.value ?? 0;
    const above = uncertainty < value ? (value * uncertainty) / (value - uncertainty) : Infinity;
    return { above, below: withoutShare };
  }
  return { above: figure.flags.includes(RIG_ONLY_ADDS) ? withoutShare : uncertainty, below: uncertainty };
}
