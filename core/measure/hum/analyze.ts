import { lineSpectrum, removeMean, type LineSpectrum, binPower } from '../../dsp/lineSpectrum.ts';

/** One multiple of the mains frequency. */
export interface HumLine {
  readonly frequencyHz: number;
  readonly rms: number;
  /** k = 2, in the samples' unit. */
  readonly uncertainty: number;
}

export interface HumAnalysis {
  readonly mainsHz: 50 | 60;
  /** As found; the nominal one where no line stands out. */
  readonly frequencyHz: number;
  /** The multiples that stand out of the noise. */
  readonly lines: readonly HumLine[];
  /** Rss of the lines; with none, what a line would need to stand out. */
  readonly rms: number;
  /** k = 2, in the samples' unit. */
  readonly uncertainty: number;
  readonly isBound: boolean;
}

const HIGHEST_HZ = 1100;
const HARMONICS = 20;
/** A line's half width where the record is long enough for it. */
const HALF_WIDTH_HZ = 5;
const LEAST_LOBE_WIDTHS = 7.2;
/** Widest a line may be for multiples of 50 Hz, with noise read between them, to stay apart. */
const WIDEST_HZ = 16;
/** How far the mains may be from nominal. */
const MAINS_TOLERANCE = 0.008;
/** A line's place is the centre of power of so many bins on either side of its peak. */
const CENTROID_BINS = 3;
/** A line whose peak is further than so many cells of 1/T from a multiple is none. */
const OWN_CELLS = 2;
/** A line stands out where it is so many times the standard deviation of the noise in its width. */
const STANDS_OUT = 6;

interface Line {
  readonly power: number;
  /** Standard deviation of the power. */
  readonly deviation: number;
  /** Standard deviation of the noise alone in the line's width. */
  readonly noiseDeviation: number;
}

/** Power around `hz` less the noise of its neighbourhood, from both sides; none where the highest bin is another line's or the noise's own. */
function readLine(spectrum: LineSpectrum, hz: number): Line {
  const { binWidthHz, window, size, recordSeconds } = spectrum;
  const reach = Math.round(window.halfWidthHz / binWidthHz);
  const centre = Math.round(hz / binWidthHz);
  let line = 0;
  let highest = -reach;
  for (let offset = -reach; offset <= reach; offset++) {
    const power = binPower(spectrum, centre + offset);
    line += power;
    if (power > binPower(spectrum, centre + highest)) highest = offset;
  }
  let beside = 0;
  for (let offset = reach + 1; offset <= reach + Math.ceil(reach / 2); offset++)
    beside += binPower(spectrum, centre + offset) + binPower(spectrum, Math.max(centre - offset, 1));
  const floor = beside / (2 * Math.ceil(reach / 2));
  const bins = 2 * reach + 1;
  const isOwn = Math.abs(highest) * binWidthHz <= OWN_CELLS / recordSeconds;
  const power = isOwn ? line - floor * bins : 0;
  const factor = (size / window.length) * window.statisticsLoss;
  // The neighbourhood is half as wide as the line's width on either side: its own chance counts as much again
  const noiseVariance = 2 * factor * floor * floor * bins;
  return {
    power,
    deviation: Math.sqrt(noiseVariance + 2 * Math.max(power, 0) * floor * (size / window.length)),
    noiseDeviation: Math.sqrt(noiseVariance),
  };
}

/** The mains frequency as the strongest of the first multiples tells it. */
function refineMains(spectrum: LineSpectrum, mainsHz: 50 | 60): number {
  const { binWidthHz } = spectrum;
  let best = { power: 0, bin: 0, multiple: 1 };
  for (let multiple = 1; multiple <= 6; multiple++) {
    const first = Math.ceil((multiple * mainsHz * (1 - MAINS_TOLERANCE)) / binWidthHz);
    for (let bin = first; bin * binWidthHz <= multiple * mainsHz * (1 + MAINS_TOLERANCE); bin++) {
      const power = binPower(spectrum, bin);
      if (power > best.power) best = { power, bin, multiple };
    }
  }
  if (best.power === 0) return mainsHz;
  let sum = 0;
  let moment = 0;
  for (let bin = best.bin - CENTROID_BINS; bin <= best.bin + CENTROID_BINS; bin++) {
    const power = binPower(spectrum, bin);
    sum += power;
    moment += bin * power;
  }
  return (moment / sum / best.multiple) * binWidthHz;
}

/** @returns with the power that this mains frequency does not share with the other */
function readMains(spectrum: LineSpectrum, mainsHz: 50 | 60): HumAnalysis & { readonly ownPower: number } {
  const foundHz = refineMains(spectrum, mainsHz);
  const lines: HumLine[] = [];
  let total = 0;
  let variance = 0;
  let ownPower = 0;
  let boundPower = 0;
  for (let multiple = 1; multiple <= HARMONICS && multiple * foundHz <= HIGHEST_HZ - 2 * WIDEST_HZ; multiple++) {
    const { power, deviation, noiseDeviation } = readLine(spectrum, multiple * foundHz);
    boundPower = Math.max(boundPower, STANDS_OUT * noiseDeviation);
    if (power <= STANDS_OUT * noiseDeviation) continue;
    const rms = Math.sqrt(power);
    lines.push({ frequencyHz: multiple * foundHz, rms, uncertainty: deviation / rms });
    total += power;
    variance += deviation ** 2;
    // 300, 600 and 900 Hz belong to both mains
    if ((multiple * mainsHz) % 300 !== 0) ownPower += power;
  }
  const isBound = lines.length === 0;
  const rms = Math.sqrt(isBound ? boundPower : total);
  return {
    mainsHz,
    frequencyHz: isBound ? mainsHz : foundHz,
    lines,
    rms,
    uncertainty: isBound ? 0 : Math.sqrt(variance) / rms,
    isBound,
    ownPower,
  };
}

/**
 * Mains hum: 50 or 60 Hz, whichever there is more of, and its multiples up to the 20th (1 kHz or so), each less the noise around it. docs/spec/hum.md.
 * @param samples any unit, one channel
 * @param mainsHz null: found
 * @returns null where the record is under 0.45 s, too short to tell the multiples from one another
 */
export function analyzeHum(
  samples: Float64Array,
  start: number,
  length: number,
  sampleRateHz: number,
  mainsHz: 50 | 60 | null,
): HumAnalysis | null {
  const halfWidthHz = Math.max(HALF_WIDTH_HZ, (LEAST_LOBE_WIDTHS * sampleRateHz) / length);
  if (halfWidthHz > WIDEST_HZ || sampleRateHz / 2 < HIGHEST_HZ) return null;
  const spectrum = lineSpectrum(samples, start, length, sampleRateHz, halfWidthHz, HIGHEST_HZ);
  removeMean(spectrum);
  const candidates = (mainsHz === null ? ([50, 60] as const) : [mainsHz]).map((each) => readMains(spectrum, each));
  return candidates.reduce((most, each) => (each.ownPower > most.ownPower ? each : most));
}
