import type { PlayedSpectra } from '../../clock/crossSpectra.ts';
import type { Found } from './checkStretch.ts';

/** Lines under this share of a block's strongest are not read. */
const LEAST_LINE = 1e-3;
/** Below this a block holds too few cycles for its gain to be read. */
export const LOWEST_HZ = 100;
/** Blocks are compared whose level lies this near the middle one: a device may compress by level. */
const SAME_LEVEL_DB = 1.5;
/** A frequency must come up so often in them, and be spread over this share of the time: a sweep passes each but once. */
const LEAST_TIMES = 4;
const LEAST_SPREAD = 0.3;
const LEAST_BLOCKS = 12;
/** Share of the blocks that must be comparable. */
const LEAST_COMPARED = 0.5;
/** And of what was played in them: a stimulus of several tones, one after the other, is none to be compared with itself. */
const LEAST_COMPARED_WEIGHT = 0.5;
/** Where gains cannot be compared at one frequency, one after the other is: so many blocks on either side. */
const BESIDE = 4;
const LEAST_STEP_DB = 0.5;
const LEAST_DB = 0.1;
/** A change stands out by so many times what neighbouring blocks differ by. */
const SIGNIFICANT = 6;
/** Share of the moves from block to block that are usual ones. */
const USUAL_MOVES = 0.8;
/** From here on the figures are not those of one level. */
export const DAMAGING_DB = 0.5;
/** More than this share of the whole change within two blocks is a step. */
const STEP_SHARE = 0.8;

/**
 * Gain that changes while a known stimulus lasts: an automatic gain control, a limiter that lets go, a volume control that was moved. Each frequency
 * is compared with itself at other times and at the same level, so neither a fixed response nor compression by level counts; of a sweep, which shows every
 * frequency once, only a step of 0.5 dB shows. Null where the gain stands.
 * @param delaySeconds of the capture, for the place
 */
export function findGainChange(spectra: PlayedSpectra, delaySeconds: number, sampleRateHz: number): Found | null {
  if (spectra.blockCount < LEAST_BLOCKS) return null;
  const { gainsDb, blocks, comparedShare } = gainsOf(spectra);
  const isCompared =
    comparedShare > LEAST_COMPARED_WEIGHT &&
    blocks.length >= Math.max(LEAST_BLOCKS, LEAST_COMPARED * spectra.blockCount);
  const change = isCompared ? changeOf(gainsDb) : null;
  const step = isCompared ? change : stepOf(spectra);
  if (step === null) return null;
  const block = change === null ? step.at : blocks[step.at];
  const seconds = spectra.centreSeconds[Math.max(block, 0)] + delaySeconds;
  return {
    code: 'level-drift',
    frame: Math.max(0, Math.round(seconds * sampleRateHz)),
    count: null,
    damaging: Math.abs(step.decibels) > DAMAGING_DB,
    text: step.isStep
      ? `the gain steps by ${step.decibels.toFixed(2)} dB`
      : `the gain moves by ${step.decibels.toFixed(2)} dB, most of all`,
  };
}

interface GainChange {
  readonly decibels: number;
  /** Block after the steepest change. */
  readonly at: number;
  readonly isStep: boolean;
}

function firstLine(frequenciesHz: Float64Array): number {
  const first = frequenciesHz.findIndex((frequencyHz) => frequencyHz >= LOWEST_HZ);
  return first < 0 ? frequenciesHz.length : first;
}

const powerDb = (value: number): number => 10 * Math.log10(value);

/** Gain of each block against that of the others at the same frequencies and level; of the blocks that can be compared. */
function gainsOf({ blockCount, frequenciesHz, re, im, playedPower }: PlayedSpectra): {
  readonly gainsDb: number[];
  readonly blocks: number[];
  /** Of the amplitudes that were played. */
  readonly comparedShare: number;
} {
  const lines = frequenciesHz.length;
  const totals = new Float64Array(blockCount);
  const strongest = new Float64Array(blockCount);
  for (let cell = 0; cell < playedPower.length; cell++) {
    const block = Math.floor(cell / lines);
    totals[block] += playedPower[cell];
    strongest[block] = Math.max(strongest[block], playedPower[cell]);
  }
  const middleDb = powerDb(median([...totals]));
  const isAlike = Array.from(totals, (power) => Math.abs(powerDb(power) - middleDb) < SAME_LEVEL_DB);
  const weighted = new Float64Array(blockCount);
  const weights = new Float64Array(blockCount);
  let total = 0;
  let compared = 0;
  for (let line = firstLine(frequenciesHz); line < lines; line++) {
    const readings: { block: number; gainDb: number; amplitude: number }[] = [];
    for (let block = 0; block < blockCount; block++) {
      const cell = block * lines + line;
      if (!(playedPower[cell] > LEAST_LINE * strongest[block])) continue;
      const amplitude = Math.sqrt(playedPower[cell]);
      total += amplitude;
      const gainDb = powerDb((re[cell] ** 2 + im[cell] ** 2) / playedPower[cell] ** 2);
      if (isAlike[block] && Number.isFinite(gainDb)) readings.push({ block, gainDb, amplitude });
    }
    const spread = (readings.at(-1)?.block ?? 0) - (readings[0]?.block ?? 0);
    if (readings.length < LEAST_TIMES || spread < LEAST_SPREAD * blockCount) continue;
    const mean = readings.reduce((sum, { gainDb }) => sum + gainDb, 0) / readings.length;
    for (const { block, gainDb, amplitude } of readings) {
      const weight = amplitude * readings.length;
      compared += amplitude;
      weighted[block] += weight * (gainDb - mean);
      weights[block] += weight;
    }
  }
  const blocks = [...weights.keys()].filter((block) => weights[block] > 0);
  return {
    gainsDb: blocks.map((block) => weighted[block] / weights[block]),
    blocks,
    comparedShare: total > 0 ? compared / total : 0,
  };
}

/** The largest lasting difference between the gains of three blocks each. */
function changeOf(gainsDb: readonly number[]): GainChange | null {
  const smooth = gainsDb.slice(1, -1).map((_, index) => median(gainsDb.slice(index, index + 3)));
  const moves = gainsDb.slice(1).map((value, index) => Math.abs(value - gainsDb[index]));
  const scatter = moves.sort((a, b) => a - b)[Math.floor(USUAL_MOVES * moves.length)];
  const range = Math.max(...smooth) - Math.min(...smooth);
  if (range < Math.max(LEAST_DB, SIGNIFICANT * scatter)) return null;
  let at = 0;
  let steepest = 0;
  for (let index = 2; index < smooth.length; index++) {
    const difference = smooth[index] - smooth[index - 2];
    if (Math.abs(difference) <= Math.abs(steepest)) continue;
    steepest = difference;
    at = index;
  }
  const isStep = Math.abs(steepest) > STEP_SHARE * range;
  const sign = smooth.indexOf(Math.max(...smooth)) > smooth.indexOf(Math.min(...smooth)) ? 1 : -1;
  return { decibels: isStep ? steepest : sign * range, at: at + (isStep ? 0 : 1), isStep };
}

/** How far the frequency moves on from block to block, natural logarithm: of a sweep by much the same all around. */
const LEAST_MOVE = 1e-3;
const MOST_UNEVEN = 4;

/** A step in the gain of a sweep: straight lines through the blocks on either side do not meet. */
function stepOf({ blockCount, frequenciesHz, re, im, playedPower }: PlayedSpectra): GainChange | null {
  const lines = frequenciesHz.length;
  const first = firstLine(frequenciesHz);
  const gainsDb = Array.from({ length: blockCount }, (_, block) => {
    let cross = 0;
    let played = 0;
    let total = 0;
    for (let cell = block * lines; cell < (block + 1) * lines; cell++) total += playedPower[cell];
    for (let cell = block * lines + first; cell < (block + 1) * lines; cell++) {
      cross += Math.hypot(re[cell], im[cell]);
      played += playedPower[cell];
    }
    return 2 * played > total ? 2 * powerDb(cross / played) : Number.NaN;
  });
  const centres = centresOf(frequenciesHz, playedPower, blockCount);
  let best: GainChange | null = null;
  for (let block = BESIDE + 1; block + BESIDE + 1 < blockCount; block++) {
    if (!isSweeping(centres.slice(block - BESIDE - 1, block + BESIDE + 2))) continue;
    const before = lineThrough(gainsDb.slice(block - BESIDE - 1, block - 1));
    const after = lineThrough(gainsDb.slice(block + 2, block + 2 + BESIDE));
    const decibels = after.first - after.slope * 2 - (before.last + before.slope * 2);
    const usual = Math.max(before.residual, after.residual, Math.abs(before.slope), Math.abs(after.slope));
    if (!(Math.abs(decibels) > Math.max(LEAST_STEP_DB, SIGNIFICANT * usual))) continue;
    if (Math.abs(decibels) > Math.abs(best?.decibels ?? 0)) best = { decibels, at: block, isStep: true };
  }
  return best;
}

/** Logarithm of each block's mean frequency, by power. */
function centresOf(frequenciesHz: Float64Array, playedPower: Float64Array, blockCount: number): number[] {
  const lines = frequenciesHz.length;
  return Array.from({ length: blockCount }, (_, block) => {
    let sum = 0;
    let moment = 0;
    for (let line = 0; line < lines; line++) {
      sum += playedPower[block * lines + line];
      moment += playedPower[block * lines + line] * frequenciesHz[line];
    }
    return Math.log(moment / sum);
  });
}

function isSweeping(centres: readonly number[]): boolean {
  const moves = centres.slice(1).map((value, index) => value - centres[index]);
  const sign = Math.sign(moves[0]);
  const sizes = moves.map((move) => sign * move);
  const least = Math.min(...sizes);
  return least > LEAST_MOVE && Math.max(...sizes) < MOST_UNEVEN * least;
}

interface Line {
  readonly first: number;
  readonly last: number;
  readonly slope: number;
  readonly residual: number;
}

/** Least squares line through evenly spaced values. */
function lineThrough(values: readonly number[]): Line {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let product = 0;
  let square = 0;
  for (const [index, value] of values.entries()) {
    product += (index - middle) * (value - mean);
    square += (index - middle) ** 2;
  }
  const slope = product / square;
  const residual = Math.max(...values.map((value, index) => Math.abs(value - mean - slope * (index - middle))));
  return { first: mean - slope * middle, last: mean + slope * middle, slope, residual };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
