import type { AmpOutput, Interval, OutputPoint } from './ampOutput.ts';
import { dividerRatio } from './sourceImpedance.ts';

/** What ends an amp's output first. `power`: the most it gives into this very load. */
export type OutputLimit = 'voltage' | 'current' | 'power' | 'gain-and-source';

/** The most volts at a headphone's terminals. */
export interface OutputIntoLoad {
  /** Surely reached; null where nothing shows that any is. */
  readonly lowVoltsRms: number | null;
  /** Surely not exceeded; null where nothing shows a limit. */
  readonly highVoltsRms: number | null;
  /** What sets the upper limit; null where nothing does. */
  readonly limitedBy: OutputLimit | null;
  /** The impedance lies `above` or `below` every load with a known maximum. */
  readonly beyondKnownLoads: 'above' | 'below' | null;
}

/** Loads that differ by no more count as the same. */
const SAME_LOAD_RELATIVE = 0.05;

interface Ceiling {
  readonly limit: OutputLimit;
  readonly voltsRms: number;
}

function isSameLoad({ loadOhms }: OutputPoint, ohms: number): boolean {
  return Math.abs(loadOhms / ohms - 1) <= SAME_LOAD_RELATIVE;
}

/** Into a higher load the volts can only rise, into a lower one the amperes: that bounds what lies between two known loads. */
function ceilingOf(point: OutputPoint, ohms: number, sourceOhms: number): Ceiling {
  const { loadOhms, voltsRms } = point;
  if (loadOhms === Infinity) return { limit: 'voltage', voltsRms: voltsRms.high * dividerRatio(ohms, sourceOhms) };
  const isHigher = loadOhms >= ohms;
  return {
    limit: isSameLoad(point, ohms) ? 'power' : isHigher ? 'voltage' : 'current',
    voltsRms: isHigher ? voltsRms.high : (voltsRms.high * ohms) / loadOhms,
  };
}

function floorOf({ loadOhms, voltsRms }: OutputPoint, ohms: number): number {
  return loadOhms <= ohms ? voltsRms.low : (voltsRms.low * ohms) / loadOhms;
}

function lowestOf(ceilings: readonly Ceiling[]): Ceiling | null {
  return ceilings
    .filter(({ voltsRms }) => Number.isFinite(voltsRms))
    .reduce<Ceiling | null>((least, each) => (least === null || each.voltsRms < least.voltsRms ? each : least), null);
}

function placeAmongLoads(points: readonly OutputPoint[], ohms: number): 'above' | 'below' | null {
  if (points.length === 0 || points.some((point) => isSameLoad(point, ohms))) return null;
  if (points.every(({ loadOhms }) => loadOhms < ohms)) return 'above';
  const finite = points.filter(({ loadOhms }) => loadOhms !== Infinity);
  return finite.length > 0 && finite.every(({ loadOhms }) => loadOhms > ohms) ? 'below' : null;
}

/**
 * The most volts an amp puts into an impedance. Between known loads it follows from two facts alone, that a higher load gets no fewer volts and a lower one no
 * fewer amperes: an interval, as wide as what is not known. Above the highest known load its volts are the least, and nothing is the most; below the lowest
 * its amperes are the least. A maximum without load is lowered by the output impedance, and needs a current limit to prove anything. Where a card
 * contradicts itself, the interval spans both claims.
 * @param ohms the headphone's impedance, over 0
 * @param sourceVoltsRms what feeds the amp; counts only with its gain
 */
export function outputIntoLoad(amp: AmpOutput, ohms: number, sourceVoltsRms: number): OutputIntoLoad {
  const sourceOhms: Interval = amp.outputOhms ?? { low: 0, high: 0 };
  const beyondKnownLoads = placeAmongLoads(amp.points, ohms);
  const ceilings =
    beyondKnownLoads === 'above' ? [] : amp.points.map((point) => ceilingOf(point, ohms, sourceOhms.low));
  const floors = amp.points.filter(({ loadOhms }) => loadOhms !== Infinity).map((point) => floorOf(point, ohms));
  if (amp.maxAmperesRms !== null) {
    const byCurrent = amp.maxAmperesRms * ohms;
    ceilings.push({ limit: 'current', voltsRms: byCurrent });
    for (const { loadOhms, voltsRms } of amp.points) {
      if (loadOhms === Infinity) floors.push(Math.min(voltsRms.low * dividerRatio(ohms, sourceOhms.high), byCurrent));
    }
  }
  let lowest = lowestOf(ceilings);
  if (lowest !== null && beyondKnownLoads === 'below') lowest = { ...lowest, limit: 'current' };
  let low = floors.length === 0 ? null : Math.max(...floors);
  if (low !== null && lowest !== null && low > lowest.voltsRms)
    [low, lowest] = [lowest.voltsRms, { ...lowest, voltsRms: low }];
  if (amp.isFedByVolts && amp.gainRatio !== null) {
    const byGain = sourceVoltsRms * amp.gainRatio.high * dividerRatio(ohms, sourceOhms.low);
    lowest = lowestOf([...(lowest === null ? [] : [lowest]), { limit: 'gain-and-source', voltsRms: byGain }]);
    if (low !== null) low = Math.min(low, sourceVoltsRms * amp.gainRatio.low * dividerRatio(ohms, sourceOhms.high));
  }
  return {
    lowVoltsRms: low,
    highVoltsRms: lowest?.voltsRms ?? null,
    limitedBy: lowest?.limit ?? null,
    beyondKnownLoads,
  };
}
