import { describe, expect, it } from 'vitest';
import type { Headphone } from '../../core/headphone/headphone.ts';
import { withImpedanceCurve } from '../../core/headphone/impedanceCurve.ts';
import type { Curve } from '../../core/interchange/curve.ts';

const headphone: Headphone = {
  name: 'Example',
  nominalOhms: 300,
  sensitivity: [],
  impedance: { minOhms: 1, maxOhms: 2, peakHz: 3, minIsNominal: true, source: 'library' },
  sources: ['library'],
};
const curve = (frequenciesHz: readonly number[], values: readonly number[]): Curve => ({
  quantity: 'impedance',
  unit: 'ohm',
  title: '',
  frequenciesHz,
  values,
  phasesRadians: null,
});

describe('a headphone with a measured impedance', () => {
  it('[PAIR-6] has its least and its peak of 20 Hz to 20 kHz, and the file as a source', () => {
    const { impedance, sources, nominalOhms } = withImpedanceCurve(
      headphone,
      curve([10, 20, 90, 1000, 20_000, 40_000], [900, 320, 500, 305, 340, 2]),
      'my.zma',
    );
    expect(impedance).toEqual({
      minOhms: 305,
      maxOhms: 500,
      peakHz: 90,
      minIsNominal: false,
      source: 'my.zma, 20 Hz to 20000 Hz',
    });
    expect({ sources, nominalOhms }).toEqual({ sources: ['library', 'my.zma, 20 Hz to 20000 Hz'], nominalOhms: 300 });
  });

  it.each([
    [curve([1, 10], [300, 300]), 'has no point from 20 to 20000 Hz'],
    [curve([100, 200], [300, 0]), 'is 0 ohm at 200 Hz'],
  ])('[PAIR-6] is refused where the curve cannot be one (%#)', (bad, words) => {
    expect(() => withImpedanceCurve(headphone, bad, 'my.zma')).toThrow(words);
  });
});
