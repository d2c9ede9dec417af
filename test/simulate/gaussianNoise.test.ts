import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/signal/random.ts';
import { addGaussianNoise } from '../../core/simulate/gaussianNoise.ts';
import { expectClose } from '../expectClose.ts';

const COUNT = 4_000_000;
const noise = new Float64Array(COUNT);
addGaussianNoise(noise, 0, COUNT, 1, createRandom(11));

const meanOf = (power: (x: number) => number): number => {
  let sum = 0;
  for (const x of noise) sum += power(x);
  return sum / COUNT;
};

describe('addGaussianNoise', () => {
  it('has the moments of a normal distribution', () => {
    const within = (variance: number) => ({
      within: 4 * Math.sqrt(variance / COUNT),
      unit: '',
      because: 'four standard errors of that moment',
    });
    expectClose(
      meanOf((x) => x),
      0,
      within(1),
    );
    expectClose(
      meanOf((x) => x * x),
      1,
      within(2),
    );
    expectClose(
      meanOf((x) => x ** 3),
      0,
      within(15),
    );
    expectClose(
      meanOf((x) => x ** 4),
      3,
      within(96),
    );
    expectClose(
      meanOf((x) => x ** 6),
      15,
      within(10170),
    );
  });

  // Two-sided tails 2Q(z); the ziggurat's own tail begins at 3.44
  it.each([
    [1, 0.317310507862914],
    [2, 0.0455002638963584],
    [3, 0.00269979606326019],
    [3.442619855899, 5.7611e-4],
    [4, 6.33424836662398e-5],
    [4.5, 6.79534624947e-6],
  ])('has the normal tails beyond %d', (edge, share) => {
    let beyond = 0;
    for (const x of noise) if (Math.abs(x) > edge) beyond++;
    expectClose(beyond / COUNT, share, {
      within: 4 * Math.sqrt(share / COUNT),
      unit: '',
      because: 'four standard deviations of a count',
    });
  });

  it('is white: neighbours and their squares are not related', () => {
    for (const lag of [1, 2, 3, 7]) {
      let sum = 0;
      let squares = 0;
      for (let index = lag; index < COUNT; index++) {
        sum += noise[index] * noise[index - lag];
        squares += (noise[index] ** 2 - 1) * (noise[index - lag] ** 2 - 1);
      }
      const within = { within: 4 / Math.sqrt(COUNT), unit: '', because: 'four standard errors of a correlation' };
      expectClose(sum / COUNT, 0, within);
      expectClose(squares / (2 * COUNT), 0, within);
    }
  });

  it('adds to what is there, only between the given frames, at the given rms', () => {
    const samples = new Float64Array(30000).fill(5);
    addGaussianNoise(samples, 10000, 20000, 0.1, createRandom(1));
    expect(samples.subarray(0, 10000).every((x) => x === 5)).toBe(true);
    expect(samples.subarray(20000).every((x) => x === 5)).toBe(true);
    let square = 0;
    for (let index = 10000; index < 20000; index++) square += (samples[index] - 5) ** 2;
    expectClose(Math.sqrt(square / 10000), 0.1, {
      within: 0.003,
      unit: 'V',
      because: 'four standard errors of the rms of 10,000 samples',
    });
  });
});
