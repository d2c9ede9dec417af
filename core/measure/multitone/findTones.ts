import { lineSpectrum } from '../../dsp/lineSpectrum.ts';
import { toPowerSpectrum } from '../../dsp/powerSpectrum.ts';
import { soundingStretch } from '../imd/soundingStretch.ts';
import { trackTone } from '../imd/trackedLines.ts';

/** A tone of a stimulus. */
export interface Tone {
  readonly frequencyHz: number;
  /** In the samples' unit. */
  readonly rms: number;
}

/** Half width of a line in hertz where the record is long enough: tones of our own multitone lie three times 2.9 Hz apart at least. */
export const LINE_HALF_WIDTH_HZ = 1.3;
/** A record of T seconds can have lines of this divided by T at the least. */
const SHORTEST_LOBE_WIDTHS = 7.3;
const LOWEST_HZ = 10;
const MOST_TONES = 256;
/** Tones of a stimulus show in so much of it. */
const ENOUGH_SECONDS = 4;
/** More of a capture adds nothing. */
export const LONGEST_SECONDS = 20;

/** Narrowest line a stretch allows, not below the width that is wanted. */
export const halfWidthFor = (seconds: number): number => Math.max(LINE_HALF_WIDTH_HZ, SHORTEST_LOBE_WIDTHS / seconds);

/**
 * The tones a record is made of, ascending: lines no more than `rangeDb` under the strongest. Needs no coherence.
 * @param samples what was played, or a channel that is driven; tones at least twice 7.3/T apart
 * @param highestHz tones above it are not looked for
 * @returns none where nothing sounds, or where more lines stand out than tones would: noise, music, a sweep
 */
export function findTones(
  samples: Float64Array,
  sampleRateHz: number,
  rangeDb: number,
  highestHz: number,
): readonly Tone[] {
  const stretch = soundingStretch(samples, sampleRateHz);
  if (stretch === null) return [];
  const length = Math.min(stretch.length, Math.round(ENOUGH_SECONDS * sampleRateHz));
  const halfWidthHz = halfWidthFor(length / sampleRateHz);
  const spectrum = lineSpectrum(
    samples,
    stretch.start,
    length,
    sampleRateHz,
    halfWidthHz,
    Math.min(highestHz, sampleRateHz / 2),
  );
  const { binCount, binWidthHz } = spectrum;
  const { power } = toPowerSpectrum(spectrum);
  const first = Math.ceil(Math.max(LOWEST_HZ, halfWidthHz) / binWidthHz);
  const strongest = greatest(power, first, binCount);
  if (strongest === 0) return [];
  const least = strongest * 10 ** (-rangeDb / 10);
  const reach = Math.max(Math.round(halfWidthHz / binWidthHz), 1);
  const tones: Tone[] = [];
  for (let bin = nextFrom(power, first, least); bin < binCount - reach; bin = nextFrom(power, bin + 1, least)) {
    if (tones.length > MOST_TONES) break;
    let isPeak = true;
    for (let other = Math.max(bin - reach, 0); isPeak && other <= bin + reach; other++)
      isPeak = power[other] < power[bin] || (power[other] === power[bin] && other >= bin);
    if (!isPeak) continue;
    const { frequencyHz, rms, isBound } = trackTone(spectrum, bin * binWidthHz, 0, []);
    if (!isBound) tones.push({ frequencyHz, rms });
  }
  return tones.length > MOST_TONES ? [] : tones;
}

function greatest(values: Float64Array, from: number, to: number): number {
  let most = 0;
  for (let index = from; index < to; index++) if (values[index] > most) most = values[index];
  return most;
}

/** First index from `from` on whose value is at least so much; the values' count where there is none. */
function nextFrom(values: Float64Array, from: number, least: number): number {
  let index = from;
  while (index < values.length && values[index] < least) index++;
  return index;
}
