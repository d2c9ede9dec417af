import { describe, expect, it } from 'vitest';
import { realFft } from '../../core/dsp/fft.ts';
import type { Analysis } from '../../core/measure/analysis.ts';
import { multitoneKind } from '../../core/measure/multitone/kind.ts';
import { multitone, multitoneDesign, multitonePhases } from '../../core/signal/multitone.ts';
import { expectClose } from '../expectClose.ts';
import { PLAYER_RATES, playedTones, SHARED_CLOCK, type PlayedTone, type PlayerRate } from '../playerTones.ts';
import { sumOf, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48_000;
const frames = Math.round(6.5 * sampleRateHz);
const design = multitoneDesign(sampleRateHz, 'all');
const binWidthHz = sampleRateHz / design.periodFrames;
const { phasesRadians, peak } = multitonePhases(design);
const multitoneTones: readonly PlayedTone[] = design.frequenciesHz.map((frequencyHz, index) => ({
  frequencyHz,
  amplitude: 1 / peak,
  phaseRadians: phasesRadians[index] + Math.PI / 2,
}));
const totalMeanSquare = design.bins.length / 2 / peak ** 2;

const measure = (samples: Float64Array): Analysis =>
  multitoneKind.analyze({ captures: { main: { sampleRateHz, unit: 'FS', channels: [samples] } }, reference: null }, {});
const tdnDb = (analysis: Analysis): number => analysis.channels[0].figures.tdn.db as number;

/** Lines between the tones, one beside each, some of them a single bin away. */
const productsAt = (levelDb: number): PlayedTone[] =>
  design.bins.slice(0, -1).map((bin, index) => ({
    frequencyHz: (bin + 1 + (index % 2)) * binWidthHz,
    amplitude: 10 ** (levelDb / 20) / peak,
    phaseRadians: index,
  }));
const productsTdnDb = (levelDb: number): number =>
  10 * Math.log10(((design.bins.length - 1) * 10 ** (levelDb / 10)) / peak ** 2 / 2 / totalMeanSquare);

describe('multitone TD+N of known products', () => {
  it.each([-60, -90, -120])('[MT-3] lines of %d dB beside the tones', (levelDb) => {
    const analysis = measure(playedTones(sampleRateHz, frames, [...multitoneTones, ...productsAt(levelDb)]));
    expectClose(tdnDb(analysis), productsTdnDb(levelDb), {
      within: 0.1,
      unit: 'dB',
      because: 'the bound of the accuracy table',
    });
  });

  it('[MT-3] noise against its realised power', () => {
    const noise = whiteNoise(frames, 1e-5, 11);
    const analysis = measure(sumOf(playedTones(sampleRateHz, frames, multitoneTones), noise));
    // The stretch analysed leaves a block of 50 ms at either end
    const size = 2 ** 19;
    const spectrum = realFft(noise.subarray(2400, frames - 2400), size);
    let meanSquare = 0;
    for (let bin = Math.ceil((20 * size) / sampleRateHz); bin <= (20_000 * size) / sampleRateHz; bin++)
      meanSquare += (2 * (spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2)) / size / (frames - 4800);
    expectClose(tdnDb(analysis), 10 * Math.log10(meanSquare / totalMeanSquare), {
      within: 0.1,
      unit: 'dB',
      because: 'the bound of the accuracy table',
    });
  });

  it('[MT-3] a device of known curve, against the coherent transform of a whole period', () => {
    const bend = (value: number): number => value + 1e-4 * value * value + 1e-4 * value ** 3;
    const bent = multitone(design, frames, 1).map(bend);
    const period = realFft(bent.subarray(0, design.periodFrames), design.periodFrames);
    const isTone = new Set(design.bins);
    let toneSquare = 0;
    let restSquare = 0;
    for (let bin = Math.ceil(20 / binWidthHz); bin <= 20_000 / binWidthHz; bin++) {
      const square = period[2 * bin] ** 2 + period[2 * bin + 1] ** 2;
      if (isTone.has(bin)) toneSquare += square;
      else restSquare += square;
    }
    expectClose(tdnDb(measure(bent)), 10 * Math.log10(restSquare / (toneSquare + restSquare)), {
      within: 0.1,
      unit: 'dB',
      because: 'the bound of the accuracy table',
    });
  });
});

describe('multitone over free-running clocks', () => {
  const capture = (rate: PlayerRate): Float64Array =>
    sumOf(
      playedTones(sampleRateHz, frames, [...multitoneTones, ...productsAt(-90)], rate),
      whiteNoise(frames, 3e-6, 5),
    );
  const shared = measure(capture(SHARED_CLOCK));

  it.each(PLAYER_RATES)('[MT-5] the same at $offsetPpm ppm and $wanderPpm ppm of wander', (rate) => {
    const other = measure(capture(rate));
    expectClose(tdnDb(other), tdnDb(shared), { within: 0.02, unit: 'dB', because: 'the bound of the accuracy table' });
    expectClose(other.clock?.ppm as number, rate.offsetPpm, {
      within: 0.01 + 1.2 * rate.wanderPpm,
      unit: 'ppm',
      because: 'over 6.5 s of a 10 s period the wander has a mean of its own',
    });
    const response = other.channels[0].curves.response.magnitudesDb;
    for (const magnitudeDb of response)
      expectClose(magnitudeDb as number, 0, { within: 0.02, unit: 'dB', because: 'all tones are played alike' });
  });

  it('[MT-5] wander is reported', () => {
    const { clock } = measure(capture({ offsetPpm: 25, wanderPpm: 2 }));
    expect(clock?.wanderPpm).toBeGreaterThan(1);
    expect(clock?.wanderPpm).toBeLessThan(4);
  });
});
