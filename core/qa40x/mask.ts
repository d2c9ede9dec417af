import { AmpbenchError } from '../errors.ts';
import { dbvFromVoltsRms } from '../units/decibel.ts';
import type { LinearSpectrum } from './spectrum.ts';

interface MaskPoint {
  readonly frequencyHz: number;
  /** Null: no limit. */
  readonly lowestDbv: number | null;
  readonly highestDbv: number | null;
}

/** Limits of a spectrum, straight lines in dB over the logarithm of frequency; outside its frequencies there are none. */
export type Mask = readonly MaskPoint[];

const badMask = (line: number, why: string): AmpbenchError =>
  new AmpbenchError(
    'data',
    'mask-damaged',
    `line ${line} of the mask ${why}`,
    { line },
    'A line is: Hz, highest dBV, lowest dBV.',
  );

function limitOf(text: string | undefined, line: number): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  if (!Number.isFinite(value)) throw badMask(line, `holds "${text.trim().slice(0, 40)}", which is no number`);
  return value;
}

/**
 * A mask from its text: a point in each line, `Hz, highest dBV, lowest dBV`, frequencies rising; a limit may be left out, lines that begin with # are for
 * people.
 * @throws AmpbenchError `data/mask-damaged` naming the line
 */
export function parseMask(text: string): Mask {
  const points: MaskPoint[] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    if (row.trim() === '' || row.startsWith('#')) continue;
    const [frequency, highest, lowest] = row.split(/[,;\t]/);
    const frequencyHz = Number(frequency);
    const before = points.at(-1)?.frequencyHz ?? 0;
    if (!(frequencyHz > before && frequencyHz < Infinity))
      throw badMask(
        index + 1,
        `has the frequency "${frequency.trim().slice(0, 40)}" but must have one above ${before} Hz`,
      );
    points.push({
      frequencyHz,
      highestDbv: limitOf(highest, index + 1),
      lowestDbv: limitOf(lowest, index + 1),
    });
  }
  if (points.length < 2) throw badMask(points.length + 1, 'is missing: a mask has two points at the least');
  return points;
}

/** A limit between two points; none where either has none. */
const between = (from: number | null, to: number | null, share: number): number | null =>
  from === null || to === null ? null : from + share * (to - from);

/** Whether every bin between the mask's ends keeps to its limits. */
export function passesMask({ volts, binWidthHz }: LinearSpectrum, mask: Mask): boolean {
  for (let point = 1; point < mask.length; point++) {
    const [from, to] = [mask[point - 1], mask[point]];
    const octaves = Math.log(to.frequencyHz / from.frequencyHz);
    const last = Math.min(Math.floor(to.frequencyHz / binWidthHz), volts.length - 1);
    for (let bin = Math.ceil(from.frequencyHz / binWidthHz); bin <= last; bin++) {
      const share = Math.log((bin * binWidthHz) / from.frequencyHz) / octaves;
      const levelDbv = dbvFromVoltsRms(volts[bin]);
      if (levelDbv > (between(from.highestDbv, to.highestDbv, share) ?? Infinity)) return false;
      if (levelDbv < (between(from.lowestDbv, to.lowestDbv, share) ?? -Infinity)) return false;
    }
  }
  return true;
}
