import { describe, expect, it } from 'vitest';
import { dimComponents } from '../../core/signal/dim.ts';
import { sumOfTones, twoTone } from '../../core/signal/twoTone.ts';
import { expectClose } from '../expectClose.ts';

const peakOf = (samples: Float64Array): number => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe('DIM signal', () => {
  it('[IMD-5] is a square wave and a sine, 4:1 peak to peak, through a first-order low-pass', () => {
    const [sine, first, third] = dimComponents(192_000, 30_000, 1);
    expect([sine.frequencyHz, first.frequencyHz, third.frequencyHz]).toEqual([15_000, 3150, 9450]);
    const lowPass = (hz: number): number => 1 / Math.hypot(1, hz / 30_000);
    expectClose(first.amplitude / sine.amplitude, (16 / Math.PI) * lowPass(3150), {
      within: 1e-12,
      unit: 'ratio',
      because: 'closed form',
    });
    for (const { frequencyHz, phaseRadians } of [first, third])
      expectClose(Math.tan(phaseRadians), -frequencyHz / 30_000, {
        within: 1e-12,
        unit: 'ratio',
        because: 'closed form of a first-order low-pass',
      });
    expectClose(third.amplitude / first.amplitude, lowPass(9450) / lowPass(3150) / 3, {
      within: 1e-12,
      unit: 'ratio',
      because: 'closed form',
    });
  });

  it.each([44_100, 48_000, 192_000])('[IMD-5] holds nothing above half of %d Hz and peaks where asked', (rate) => {
    const components = dimComponents(rate, 100_000, 1.5);
    for (const { frequencyHz } of components) expect(frequencyHz).toBeLessThan(rate / 2);
    // One pattern on another grid than the one its peak was read on
    expectClose(peakOf(sumOfTones(150 * 7001, 7001, components)), 1.5, {
      within: 0.01,
      unit: 'V',
      because: 'the coarser grid misses the top by up to 0.5 %',
    });
  });
});

describe('two tones', () => {
  it.each([1, 4])('[IMD-5] add to the peak at %d:1', (ratio) => {
    const tones = twoTone([250, 8000], ratio, 2);
    expectClose(tones[0].amplitude / tones[1].amplitude, ratio, {
      within: 1e-12,
      unit: 'ratio',
      because: 'closed form',
    });
    expectClose(tones[0].amplitude + tones[1].amplitude, 2, { within: 1e-12, unit: 'V', because: 'closed form' });
  });
});
