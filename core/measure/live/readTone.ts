import { bandPower, noiseDensityBeside, type PowerSpectrum } from '../../dsp/powerSpectrum.ts';
import { WINDOW_LOBE_BINS } from '../../dsp/window.ts';
import { lineHalfWidthHz } from '../../dsp/toneLine.ts';
import { weightingForBins } from '../../standards/weighting.ts';
import { HARMONIC_COUNT, type LiveOptions, type ToneReading } from './liveReading.ts';

const HUM_LINES = 10;

/** Frequency of the strongest line within the band's upper end, Hz; null where there is none. */
function strongestLineHz({ power, binWidthHz }: PowerSpectrum, highHz: number): number | null {
  let top = 2 * WINDOW_LOBE_BINS;
  for (let bin = top + 1; bin < power.length; bin++) if (power[bin] > power[top]) top = bin;
  if (power[top] === 0 || top * binWidthHz > highHz) return null;
  // The centre of gravity of a line's power is its frequency: |W|² is even
  let moment = 0;
  let weight = 0;
  const last = Math.min(top + WINDOW_LOBE_BINS, power.length - 1);
  for (let bin = top - WINDOW_LOBE_BINS; bin <= last; bin++) {
    weight += power[bin];
    moment += bin * power[bin];
  }
  return (moment / weight) * binWidthHz;
}

/** Reads harmonics and THD into `reading`; returns how much more than noise is in their lines within the band, weighted, mean square. */
function readHarmonics(
  spectrum: PowerSpectrum,
  frequencyHz: number,
  fundamentalPower: number,
  { bandHz: [lowHz, highHz] }: LiveOptions,
  weight: Float64Array | undefined,
  reading: ToneReading,
): number {
  const { binWidthHz, power } = spectrum;
  const halfWidthHz = Math.min(spectrum.lobeHalfWidthHz, 0.45 * frequencyHz);
  const lineWidthHz = 2 * halfWidthHz;
  let distortion = 0;
  let weighted = 0;
  let inBand = 0;
  reading.harmonicRms.fill(0);
  reading.harmonicIsBound.fill(0);
  reading.harmonicRms[0] = Math.sqrt(fundamentalPower);
  for (let order = 2; order <= HARMONIC_COUNT; order++) {
    const atHz = order * frequencyHz;
    if (atHz + 3 * halfWidthHz > (power.length - 1) * binWidthHz) break;
    const line = bandPower(spectrum, atHz - halfWidthHz, atHz + halfWidthHz);
    const noise = noiseDensityBeside(spectrum, atHz, halfWidthHz, lineWidthHz) * lineWidthHz;
    const excess = Math.max(line - noise, 0);
    const isBound = excess < noise;
    reading.harmonicRms[order - 1] = Math.sqrt(isBound ? excess + noise : excess);
    reading.harmonicIsBound[order - 1] = isBound ? 1 : 0;
    if (atHz < lowHz || atHz > highHz) continue;
    inBand += 1;
    distortion += excess;
    weighted += excess * (weight === undefined ? 1 : weight[Math.round(atHz / binWidthHz)]);
  }
  reading.thdRatio = inBand === 0 || fundamentalPower === 0 ? null : Math.sqrt(distortion / fundamentalPower);
  return weighted;
}

/** Mean square of a mains frequency's multiples; those within two line widths of a multiple of the tone do not count. */
function humPower(spectrum: PowerSpectrum, mainsHz: number, toneHz: number | null, toneHalfWidthHz: number): number {
  const halfWidthHz = Math.min(spectrum.lobeHalfWidthHz, 0.2 * mainsHz);
  let sum = 0;
  for (let order = 1; order <= HUM_LINES; order++) {
    const atHz = order * mainsHz;
    if (toneHz !== null) {
      const nearest = Math.max(1, Math.round(atHz / toneHz)) * toneHz;
      if (Math.abs(atHz - nearest) < toneHalfWidthHz + 3 * halfWidthHz) continue;
    }
    const line = bandPower(spectrum, atHz - halfWidthHz, atHz + halfWidthHz);
    const density = noiseDensityBeside(spectrum, atHz, halfWidthHz, halfWidthHz);
    sum += Math.max(line - density * 2 * halfWidthHz, 0);
  }
  return sum;
}

/** Reads tone, residual, harmonics, noise and hum of a spectrum: docs/spec/live.md, LIVE-3 and LIVE-8 to LIVE-11. Allocates nothing but weights, once. */
export function readTone(spectrum: PowerSpectrum, options: LiveOptions, reading: ToneReading): void {
  const { bandHz, denominator, weighting } = options;
  const [lowHz, highHz] = bandHz;
  const weight =
    weighting === 'unweighted' ? undefined : weightingForBins(weighting, spectrum.power.length, spectrum.binWidthHz);
  const frequencyHz = strongestLineHz(spectrum, highHz);
  reading.frequencyHz = frequencyHz;
  reading.fundamentalRms = null;
  reading.thdnRatio = null;
  reading.thdRatio = null;
  reading.noiseRms = Math.sqrt(bandPower(spectrum, lowHz, highHz, weight));
  let halfWidthHz = 0;
  if (frequencyHz === null) {
    reading.harmonicRms.fill(0);
    reading.harmonicIsBound.fill(0);
  } else {
    halfWidthHz = Math.max(lineHalfWidthHz(frequencyHz), spectrum.lobeHalfWidthHz);
    const density = noiseDensityBeside(spectrum, frequencyHz, halfWidthHz, 2 * halfWidthHz);
    const line = bandPower(spectrum, frequencyHz - halfWidthHz, frequencyHz + halfWidthHz);
    const lineStartHz = Math.max(frequencyHz - halfWidthHz, lowHz);
    const lineEndHz = Math.min(frequencyHz + halfWidthHz, highHz);
    const hiddenNoise = density * Math.max(lineEndHz - lineStartHz, 0);
    const residualOf = (factors: Float64Array | undefined): number =>
      bandPower(spectrum, lowHz, Math.max(lineStartHz, lowHz), factors) +
      bandPower(spectrum, lineEndHz, highHz, factors);
    const residual = residualOf(undefined) + hiddenNoise;
    const fundamental = Math.max(line - density * 2 * halfWidthHz, 0);
    const factorAtTone = weight === undefined ? 1 : weight[Math.round(frequencyHz / spectrum.binWidthHz)];
    const harmonics = readHarmonics(spectrum, frequencyHz, fundamental, options, weight, reading);
    reading.fundamentalRms = Math.sqrt(fundamental);
    reading.thdnRatio = Math.sqrt(residual / (fundamental + (denominator === 'total' ? residual : 0)));
    reading.noiseRms = Math.sqrt(Math.max(residualOf(weight) + hiddenNoise * factorAtTone - harmonics, 0));
  }
  const at50 = humPower(spectrum, 50, frequencyHz, halfWidthHz);
  const at60 = humPower(spectrum, 60, frequencyHz, halfWidthHz);
  reading.mainsHz = at60 > at50 ? 60 : 50;
  reading.humRms = Math.sqrt(Math.max(at50, at60));
}
