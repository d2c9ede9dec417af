import { nextPowerOfTwo, realFft } from '../../dsp/fft.ts';

/** A capture that is one steady tone: which, and where it is steady. */
export interface SteadyTone {
  readonly frequencyHz: number;
  readonly start: number;
  readonly length: number;
}

/** Share of the power within the line's lobe that makes a capture one tone. */
const TONE_SHARE = 0.98;
const LOBE_BINS = 3;
const BLOCK_SECONDS = 0.01;
/** Level of a block, re the middle one, that still belongs to the steady part, and what is left out at its ends. */
const STEADY_LEVEL = 0.5;
const MARGIN_SECONDS = 0.03;
/** More blocks than this share away from the middle level: a stimulus of several levels. */
const MOST_OTHER = 0.1;
const LEAST_SECONDS = 0.2;

/** The one tone a capture consists of, between its ramps; null where it is anything else. */
export function steadyToneIn(samples: Float64Array, sampleRateHz: number): SteadyTone | null {
  const size = Math.max(1, Math.round(BLOCK_SECONDS * sampleRateHz));
  const blocks = Math.floor(samples.length / size);
  const levels = Array.from({ length: blocks }, (_, block) => {
    let most = 0;
    for (let index = block * size; index < (block + 1) * size; index++) most = Math.max(most, Math.abs(samples[index]));
    return most;
  });
  const usual = [...levels].sort((a, b) => a - b)[Math.floor(0.6 * blocks)] ?? 0;
  const isLoud = (level: number): boolean => level > STEADY_LEVEL * usual;
  const margin = Math.round(MARGIN_SECONDS * sampleRateHz);
  const start = levels.findIndex(isLoud) * size + margin;
  const length = (levels.findLastIndex(isLoud) + 1) * size - margin - start;
  if (!(usual > 0) || length < LEAST_SECONDS * sampleRateHz) return null;
  const steady = levels.slice(Math.ceil(start / size), Math.floor((start + length) / size));
  const others = steady.filter((level) => !isLoud(level) || level > usual / STEADY_LEVEL).length;
  if (others > MOST_OTHER * steady.length) return null;
  const record = Math.min(length, 65536);
  const from = start + ((length - record) >> 1);
  const windowed = Float64Array.from(
    { length: record },
    (_, index) => samples[from + index] * Math.sin((Math.PI * (index + 0.5)) / record) ** 2,
  );
  const fftSize = nextPowerOfTwo(record);
  const spectrum = realFft(windowed, fftSize);
  const powerAt = (bin: number): number => spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2;
  let best = 1;
  let total = 0;
  for (let bin = 1; bin < fftSize / 2; bin++) {
    total += powerAt(bin);
    if (powerAt(bin) > powerAt(best)) best = bin;
  }
  const reach = Math.ceil((LOBE_BINS * fftSize) / record);
  let lobe = 0;
  let moment = 0;
  for (let bin = Math.max(1, best - reach); bin <= Math.min(best + reach, fftSize / 2 - 1); bin++) {
    lobe += powerAt(bin);
    moment += powerAt(bin) * bin;
  }
  if (lobe < TONE_SHARE * total) return null;
  return { frequencyHz: ((moment / lobe) * sampleRateHz) / fftSize, start, length };
}
