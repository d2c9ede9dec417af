import { describe, expect, it } from 'vitest';
import { multitone, multitoneDesign, multitonePhases } from '../../core/signal/multitone.ts';
import { areProductFree } from '../../core/signal/multitoneBins.ts';
import { expectClose } from '../expectClose.ts';

const RATES_HZ = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000, 384_000];

describe('bins of the multitone', () => {
  it.each(RATES_HZ)('[MT-1] at %d Hz: 32 tones, 20 Hz to 20 kHz, one at 1 kHz, none a product of others', (rate) => {
    const { bins, frequenciesHz } = multitoneDesign(rate, 'all');
    expect(bins).toHaveLength(32);
    expect(frequenciesHz[0]).toBeGreaterThanOrEqual(20);
    expect(frequenciesHz[0]).toBeLessThan(23);
    expect(frequenciesHz[31]).toBeLessThanOrEqual(20_000);
    expect(frequenciesHz[31]).toBeGreaterThan(19_900);
    expect(frequenciesHz.some((hz) => Math.abs(hz - 1000) < 10)).toBe(true);
    expect(areProductFree(bins)).toBe(true);
    for (let index = 1; index < bins.length; index++) expect(bins[index] - bins[index - 1]).toBeGreaterThanOrEqual(3);
  });

  it('[MT-1] sees products of second and third order, but not compression', () => {
    expect(areProductFree([10, 23])).toBe(true);
    expect(areProductFree([10, 20])).toBe(false);
    expect(areProductFree([10, 30])).toBe(false);
    expect(areProductFree([10, 13, 16])).toBe(false);
    expect(areProductFree([10, 24, 34])).toBe(false);
    expect(areProductFree([7, 40, 47 + 40])).toBe(false);
  });

  it('[MT-1] keeps 2 Hz away from the mains and its multiples', () => {
    for (const hz of multitoneDesign(48_000, 'all').frequenciesHz.filter((each) => each < 2500))
      for (const mainsHz of [50, 60])
        expect(Math.abs(hz - mainsHz * Math.max(Math.round(hz / mainsHz), 1))).toBeGreaterThanOrEqual(2);
  });

  it('[MT-1] is the same at all rates of a family, and its two sets share no tone', () => {
    const all = multitoneDesign(48_000, 'all').frequenciesHz;
    for (const rate of [96_000, 192_000, 384_000]) expect(multitoneDesign(rate, 'all').frequenciesHz).toEqual(all);
    const even = multitoneDesign(48_000, 'even').frequenciesHz;
    const odd = multitoneDesign(48_000, 'odd').frequenciesHz;
    expect([...even, ...odd].sort((a, b) => a - b)).toEqual(all);
  });
});

describe('the multitone', () => {
  it.each([44_100, 48_000])('[MT-2] has a crest factor of at most 10.1 dB at %d Hz', (rate) => {
    expect(multitonePhases(multitoneDesign(rate, 'all')).crestFactorDb).toBeLessThan(10.1);
  });

  it('[MT-2] reaches the peak that is asked for and no more, and repeats', () => {
    const design = multitoneDesign(192_000, 'all');
    const samples = multitone(design, 2 * design.periodFrames + 100, 2.5);
    const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expectClose(peak, 2.5, { within: 0.01, unit: 'V', because: 'the phases are read on a grid of 32 points a cycle' });
    expect(samples[design.periodFrames + 77]).toBe(samples[77]);
    expect(samples[2 * design.periodFrames + 99]).toBe(samples[99]);
  });

  it('[MT-2] is the same every time', () => {
    const design = multitoneDesign(48_000, 'odd');
    expect(multitone(design, 1000, 1)).toEqual(multitone(design, 1000, 1));
  });
});
