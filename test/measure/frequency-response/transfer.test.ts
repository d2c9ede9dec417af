import { describe, expect, it } from 'vitest';
import { nextPowerOfTwo } from '../../../core/dsp/fft.ts';
import { inverseRealFft, realFft } from '../../../core/dsp/fft.ts';
import { logFrequencies, type TransferPoint } from '../../../core/dsp/transferFunction.ts';
import { analyzeTransfer } from '../../../core/measure/frequency-response/analyze.ts';
import { findCorner } from '../../../core/measure/frequency-response/corner.ts';
import { extremePoint, responseRe, type Response } from '../../../core/measure/frequency-response/response.ts';
import { buildProgram } from '../../../core/signal/program.ts';
import { expectClose } from '../../expectClose.ts';
import { sumOf, whiteNoise } from '../../synthetic.ts';

const sampleRateHz = 192_000;
const program = buildProgram(sampleRateHz, [
  { kind: 'silence', seconds: 0.05 },
  { kind: 'sweep', id: 'sweep', lowHz: 5, highHz: 88_000, voltsRms: 1, seconds: 2.1 },
  { kind: 'silence', seconds: 0.35 },
]);
const frequenciesHz = logFrequencies(10, 80_000, 24, [20, 1000, 20000]);

interface Channel {
  readonly lowCornerHz?: number;
  readonly highCornerHz?: number;
  readonly gain?: number;
  readonly delaySeconds?: number;
}

/** One-pole low and high corners, gain and delay, as factors on the spectrum of the record padded to twice its length. */
function through(
  samples: Float64Array,
  { lowCornerHz = 0, highCornerHz = Infinity, gain = 1, delaySeconds = 0 }: Channel,
): Float64Array {
  const size = 2 * nextPowerOfTwo(samples.length);
  const spectrum = realFft(samples, size);
  for (let bin = 0; bin <= size / 2; bin++) {
    const frequencyHz = (bin * sampleRateHz) / size;
    const low = frequencyHz === 0 ? [lowCornerHz === 0 ? 1 : 0, 0] : reciprocal(1, -lowCornerHz / frequencyHz);
    const high = reciprocal(1, frequencyHz / highCornerHz);
    const angle = -2 * Math.PI * frequencyHz * delaySeconds;
    const both = times(times(low, high), [gain * Math.cos(angle), gain * Math.sin(angle)]);
    const [re, im] = times([spectrum[2 * bin], spectrum[2 * bin + 1]], both);
    spectrum[2 * bin] = re;
    spectrum[2 * bin + 1] = im;
  }
  return inverseRealFft(spectrum).slice(0, samples.length);
}

type Pair = readonly number[];
const reciprocal = (re: number, im: number): Pair => [re / (re * re + im * im), -im / (re * re + im * im)];
const times = ([a, b]: Pair, [c, d]: Pair): Pair => [a * c - b * d, a * d + b * c];

/** The same program as a player `ppm` fast would play it, rendered afresh from the sweep's own formula. */
const playedBy = (ppm: number): Float64Array => {
  const fast = buildProgram(sampleRateHz / (1 + ppm * 1e-6), program.segments);
  const out = new Float64Array(program.samples.length);
  out.set(fast.samples.subarray(0, out.length));
  return out;
};

const onePoleDb = (frequencyHz: number, cornerAtHz: number): number =>
  -10 * Math.log10(1 + (frequencyHz / cornerAtHz) ** 2);

const responseOf = (capture: Float64Array, loopback: Float64Array): Response => {
  const [dut, own] = analyzeTransfer(program.samples, [capture, loopback], sampleRateHz, frequenciesHz);
  return responseRe(dut, own, 1000, () => 0.005);
};

const because =
  'the mean over 1/24 octave of a one-pole bends it by less than 0.0005 dB; edges of the sweep by some thousandths';

describe('frequency response by sweep', () => {
  it('[FR-1] is that of a one-pole, 0 dB at 1 kHz, whatever its gain', () => {
    const response = responseOf(through(program.samples, { highCornerHz: 60_000, gain: 2.5 }), program.samples);
    expect(response.frequenciesHz).toEqual(frequenciesHz);
    for (const [index, frequencyHz] of frequenciesHz.entries()) {
      const expected = onePoleDb(frequencyHz, 60_000) - onePoleDb(1000, 60_000);
      expectClose(response.magnitudesDb[index], expected, {
        within: 0.003,
        unit: `dB at ${frequencyHz.toFixed(0)} Hz`,
        because,
      });
    }
  });

  it('[FR-2] finds the corners by interpolation', () => {
    const response = responseOf(through(program.samples, { lowCornerHz: 20, highCornerHz: 40_000 }), program.samples);
    expectClose(findCorner(response, 10 * Math.log10(2), 'high')!.frequencyHz / 40_000, 1, {
      within: 0.002,
      unit: '1',
      because: '0.01 dB is 0.2 % at the −3 dB corner; 0 dB is 1 kHz, 0.004 dB under the middle',
    });
    expectClose(findCorner(response, 10 * Math.log10(2), 'low')!.frequencyHz / 20, 1, {
      within: 0.005,
      unit: '1',
      because: 'few bins lie in a point at 20 Hz',
    });
    // −1 dB of one pole lies at 0.5088 of its corner
    expectClose(findCorner(response, 1, 'high')!.frequencyHz / (40_000 * Math.sqrt(10 ** 0.1 - 1)), 1, {
      within: 0.004,
      unit: '1',
      because: 'the slope is gentler at −1 dB: 0.01 dB is 0.5 %',
    });
  });

  it('[FR-2] turns the level’s uncertainty into the corner’s by the slope', () => {
    const grid = logFrequencies(100, 10_000, 24, [1000]);
    const response = {
      frequenciesHz: grid,
      magnitudesDb: grid.map((frequencyHz) => onePoleDb(frequencyHz, 3000) - onePoleDb(1000, 3000)),
      uncertaintiesDb: grid.map(() => 0.05),
    };
    const corner = findCorner(response, 3, 'high')!;
    // The slope of a one-pole is 8.686 x²/(1 + x²) dB for each factor e, x = f/3 kHz
    const square = (corner.frequencyHz / 3000) ** 2;
    expectClose(corner.uncertaintyHz / corner.frequencyHz, 0.05 / ((8.686 * square) / (1 + square)), {
      within: 1e-4,
      unit: '1',
      because: 'the parabola’s own slope, third order over 1/8 octave',
    });
  });

  it('[FR-2] has no corner where the response does not fall within the band: null', () => {
    const response = responseOf(program.samples, program.samples);
    expect(findCorner(response, 3, 'high')).toBeNull();
    expect(findCorner(response, 3, 'low')).toBeNull();
  });

  it.each([-100, 100])('[FR-3] stays the same with the player %i ppm off and 0.4 ms late', (ppm) => {
    const played = playedBy(ppm);
    const dut = through(played, { highCornerHz: 60_000, delaySeconds: 0.0004 });
    const response = responseOf(dut, through(played, { delaySeconds: 0.0004 }));
    for (const [index, frequencyHz] of frequenciesHz.entries()) {
      if (frequencyHz < 15) continue;
      const expected = onePoleDb(frequencyHz, 60_000) - onePoleDb(1000, 60_000);
      expectClose(response.magnitudesDb[index], expected, {
        within: 0.01,
        unit: `dB at ${frequencyHz.toFixed(0)} Hz`,
        because,
      });
    }
  });

  it('[FR-3] does not lose the top to the delay: against the known stimulus alone', () => {
    const capture = through(playedBy(100), { delaySeconds: 0.003 });
    const [points] = analyzeTransfer(program.samples, [capture], sampleRateHz, [1000, 20000, 60_000]);
    for (const { frequencyHz, re, im } of points) {
      expectClose(20 * Math.log10(Math.hypot(re, im)), 0, {
        within: 0.02,
        unit: `dB at ${frequencyHz} Hz`,
        because: '100 ppm changes the sweep’s spectrum by 0.001 dB and turns its phase within a point by little',
      });
    }
  });

  it('[FR-4] leaves out points where the interface itself is more than 3 dB down', () => {
    const own = through(program.samples, { highCornerHz: 30_000 });
    const response = responseOf(through(own, { highCornerHz: 60_000 }), own);
    const top = response.frequenciesHz.at(-1)!;
    expect(top).toBeLessThan(30_100);
    expect(top).toBeGreaterThan(30_000 / 2 ** (1 / 12));
    expectClose(response.magnitudesDb.at(-1)!, onePoleDb(top, 60_000), { within: 0.005, unit: 'dB', because });
  });

  it('[FR-5] states an uncertainty that covers noise', () => {
    const noisy = sumOf(
      through(program.samples, { highCornerHz: 60_000 }),
      whiteNoise(program.samples.length, 3e-3, 17),
    );
    const response = responseOf(noisy, program.samples);
    const misses = frequenciesHz.filter((frequencyHz, index) => {
      const expected = onePoleDb(frequencyHz, 60_000) - onePoleDb(1000, 60_000);
      return Math.abs(response.magnitudesDb[index] - expected) > response.uncertaintiesDb[index];
    });
    // 5 % of 313 points are expected outside k = 2
    expect(misses.length / frequenciesHz.length).toBeLessThan(0.1);
    expect(Math.max(...response.uncertaintiesDb)).toBeLessThan(0.2);
  });

  it('[FR-6] takes for the worst point of a band the one that may lie lowest', () => {
    const response: Response = {
      frequenciesHz: [10, 100, 1000, 10_000, 100_000],
      magnitudesDb: [-0.9, -0.2, 0, -0.8, -3],
      uncertaintiesDb: [0.01, 0.01, 0.01, 0.2, 0.01],
    };
    expect(extremePoint(response, [10, 20_000], 'low')).toEqual({
      frequencyHz: 10_000,
      magnitudeDb: -0.8,
      uncertaintyDb: 0.2,
    });
    expect(extremePoint(response, [10, 100], 'low')).toMatchObject({ frequencyHz: 10 });
    expect(extremePoint(response, [200_000, 300_000], 'low')).toBeNull();
  });

  it('puts the points evenly on a log scale, with the ones asked for and both ends', () => {
    const grid = logFrequencies(10, 100_000, 24, [20, 1000, 5, 200_000]);
    expect(grid[0]).toBe(10);
    expect(grid.at(-1)).toBe(100_000);
    expect(grid).toContain(1000);
    expect(grid).not.toContain(5);
    expect(grid).not.toContain(200_000);
    const steps = grid.slice(1).map((frequencyHz, index) => Math.log2(frequencyHz / grid[index]));
    expect(Math.max(...steps)).toBeLessThanOrEqual(1 / 24 + 1e-9);
    expect(Math.min(...steps)).toBeGreaterThan(0);
  });

  it('needs the reference frequency on its grid', () => {
    const point: TransferPoint = { frequencyHz: 500, re: 1, im: 0, relativeStandardUncertainty: 0 };
    expect(() => responseRe([point], [point], 1000, () => 0)).toThrow();
  });
});
