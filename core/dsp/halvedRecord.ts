import { halfBandResponse, type HalfBand } from './halfBand.ts';
import { HALVER_FRAMES, MOST_HALVINGS, type RateHalver } from './rateHalver.ts';
import { createFallbackHalver } from './rateHalverFallback.ts';
import { createKernelHalver } from './rateHalverKernel.ts';

/** The one cascade there is, in the kernel where that can be had. */
let halver: RateHalver | undefined;

/** Shorter transforms take no time to speak of. */
const SHORTEST_HALVED = 8192;

/** How often a record whose transform has this size may be halved. */
export const mostHalvings = (size: number): number =>
  Math.min(Math.max(Math.floor(Math.log2(size / SHORTEST_HALVED)), 0), MOST_HALVINGS);

/** Outputs after which a cascade has forgotten its input, to −200 dB. */
const RING_OUT_OUTPUTS = 1024;

/** Puts a piece of the record, zeros behind its end. */
function fillPiece(into: Float64Array, record: Float64Array, from: number): void {
  const piece = record.subarray(from, from + HALVER_FRAMES);
  into.set(piece);
  if (piece.length < HALVER_FRAMES) into.fill(0, piece.length);
}

/**
 * Fills `target` with a record at a rate halved, and doubled in size, by each filter; beyond its ends the record is 0. The record counts as circular, `target`'s length
 * times the halvings long, so that the transform of `target` is that of the record times the filters' response, bin by bin.
 * @param record at most as long as the circle
 */
export function fillHalved(target: Float64Array, filters: readonly HalfBand[], record: Float64Array): void {
  halver ??= createKernelHalver() ?? createFallbackHalver();
  halver.begin(filters);
  const halvings = 2 ** filters.length;
  const [first, second] = halver.inputs;
  // The filters are linear: the second half is filtered as if nothing came before it, and what the first half rings on is added
  const half = Math.ceil(record.length / 2 / HALVER_FRAMES) * HALVER_FRAMES;
  const step = HALVER_FRAMES / halvings;
  const end = half + RING_OUT_OUTPUTS * halvings;
  let at = 0;
  for (let from = 0; from < end; from += HALVER_FRAMES) {
    if (from < half) fillPiece(first, record, from);
    else first.fill(0);
    fillPiece(second, record, half + from);
    const [early, late] = halver.next();
    if (from < half) put(target, early, at);
    else add(target, early, at);
    put(target, late, half / halvings + at);
    at += step;
  }
  const filled = half / halvings + at;
  if (filled < target.length) target.fill(0, filled);
}

/** Puts outputs where nothing stands yet; beyond the circle's end they come round and are added. */
function put(target: Float64Array, outputs: Float64Array, at: number): void {
  const straight = Math.min(Math.max(target.length - at, 0), outputs.length);
  if (straight === outputs.length) target.set(outputs, at);
  else {
    if (straight > 0) target.set(outputs.subarray(0, straight), at);
    add(target, outputs.subarray(straight), at + straight);
  }
}

function add(target: Float64Array, outputs: Float64Array, at: number): void {
  for (let index = 0; index < outputs.length; index++) target[(at + index) % target.length] += outputs[index];
}

interface Correction {
  readonly filters: readonly HalfBand[];
  readonly size: number;
  readonly factors: Float64Array;
}

const CACHE_LIMIT = 4;
let cache: readonly Correction[] = [];

/**
 * What turns bins of a halved record into those of the record itself: one over the filters' response, whose size is 1 to 10^−17.5 in the band that passes.
 * @param size of the record's own transform
 * @returns interleaved, for bins 0 … binCount − 1 at the least
 */
export function halvingCorrection(filters: readonly HalfBand[], size: number, binCount: number): Float64Array {
  const known = cache.find(
    (entry) =>
      entry.size === size &&
      entry.factors.length >= 2 * binCount &&
      entry.filters.length === filters.length &&
      entry.filters.every((filter, index) => filter === filters[index]),
  );
  if (known !== undefined) return known.factors;
  const factors = new Float64Array(2 * binCount);
  for (let bin = 0; bin < binCount; bin++) {
    let re = 1;
    let im = 0;
    let radians = (2 * Math.PI * bin) / size;
    for (const filter of filters) {
      const [filterRe, filterIm] = halfBandResponse(filter, radians);
      const next = re * filterRe - im * filterIm;
      im = re * filterIm + im * filterRe;
      re = next;
      radians *= 2;
    }
    // A filter doubles, and leaves one sample of two
    const scale = 1 / (re * re + im * im);
    factors[2 * bin] = scale * re;
    factors[2 * bin + 1] = -scale * im;
  }
  cache = [{ filters, size, factors }, ...cache].slice(0, CACHE_LIMIT);
  return factors;
}
