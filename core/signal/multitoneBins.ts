const LOWEST_HZ = 20;
const HIGHEST_HZ = 20_000;
/** The tone that single-number figures are read at. */
const REFERENCE_HZ = 1000;
/** Mains hum must not fall into a tone's line: 50 and 60 Hz and their multiples, as far up as hum is met. */
const MAINS_HZ = [50, 60];
const MAINS_REACH_HZ = 2500;
const MAINS_CLEARANCE_HZ = 2;
/** Neighbours lie at least this far apart: their lines, and the noise beside them, must be told apart. */
const LEAST_GAP_BINS = 3;
const LEAST_GAP_RATIO = 1.08;

function nearMains(frequencyHz: number): boolean {
  if (frequencyHz > MAINS_REACH_HZ) return false;
  return MAINS_HZ.some((mainsHz) => {
    const order = Math.round(frequencyHz / mainsHz);
    return order > 0 && Math.abs(frequencyHz - order * mainsHz) < MAINS_CLEARANCE_HZ;
  });
}

/** Whether no sum or difference of two or three of the bins, repeats allowed, is itself one of them. */
export function areProductFree(bins: readonly number[]): boolean {
  const taken = new Set(bins);
  const signed = [...bins, ...bins.map((bin) => -bin)];
  for (let i = 0; i < signed.length; i++) {
    for (let j = i; j < signed.length; j++) {
      const second = signed[i] + signed[j];
      if (second === 0) continue;
      if (taken.has(Math.abs(second))) return false;
      for (let k = j; k < signed.length; k++) {
        // a − a + b is b itself: compression, no product
        if (signed[k] !== -signed[i] && signed[k] !== -signed[j] && taken.has(Math.abs(second + signed[k])))
          return false;
      }
    }
  }
  return true;
}

/**
 * Bins of `count` tones from 20 Hz to 20 kHz, spread evenly over the logarithm of frequency as far as may be: none is a second- or third-order product of
 * the others, none is a multiple of the mains, one lies at 1 kHz. Chosen from below, each as near as possible to its even place.
 * @param binWidthHz about 2 to 3 Hz: the bass leaves no choice at wider bins
 */
export function multitoneBins(binWidthHz: number, count: number): readonly number[] {
  const last = Math.floor(HIGHEST_HZ / binWidthHz);
  const reference = clearOfMains(Math.round(REFERENCE_HZ / binWidthHz), binWidthHz);
  const lowest = clearOfMains(Math.ceil(LOWEST_HZ / binWidthHz), binWidthHz);
  const bins = [reference, lowest];
  let previous = lowest;
  for (let left = count - 2; left > 0; left--) {
    let ratio = (last / previous) ** (1 / left);
    if (previous < reference && previous * ratio >= reference / LEAST_GAP_RATIO) {
      previous = reference;
      ratio = (last / previous) ** (1 / left);
    }
    const least = Math.max(previous + LEAST_GAP_BINS, previous * LEAST_GAP_RATIO);
    const target = Math.min(Math.round(Math.max(previous * ratio, least)), last);
    previous = nearestFree(target, least, last, bins, binWidthHz);
    bins.push(previous);
  }
  return bins.sort((a, b) => a - b);
}

function clearOfMains(bin: number, binWidthHz: number): number {
  return nearMains(bin * binWidthHz) ? clearOfMains(bin + 1, binWidthHz) : bin;
}

function nearestFree(target: number, least: number, last: number, bins: readonly number[], binWidthHz: number): number {
  for (let distance = 0; distance <= last; distance++) {
    for (const bin of distance === 0 ? [target] : [target + distance, target - distance]) {
      const apart = bins.every((other) => Math.abs(other - bin) >= LEAST_GAP_BINS);
      if (bin < least || bin > last || !apart || nearMains(bin * binWidthHz)) continue;
      if (areProductFree([...bins, bin])) return bin;
    }
  }
  return target;
}
