import { describe, expect, it } from 'vitest';
import { parseMask, passesMask } from '../../core/qa40x/mask.ts';
import { bandVoltsRms, highestLine, linearSpectrum } from '../../core/qa40x/spectrum.ts';
import { QA40X_WINDOWS } from '../../core/qa40x/window.ts';
import { sine } from '../../core/signal/sine.ts';
import { dbFromRatio } from '../../core/units/decibel.ts';
import { expectClose } from '../expectClose.ts';

const FRAMES = 4096;
const RATE_HZ = 48_000;
const BIN_HZ = RATE_HZ / FRAMES;

describe('the spectrum of the QA40x interface', () => {
  // Harris, Proc. IEEE 66 (1978), table 1; flat top: what QA40x documents as 5.76 dB
  it.each([
    ['Rectangle', 1],
    ['Bartlett', 4 / 3],
    ['Hamming', 1.3628],
    ['Hann', 1.5],
    ['FlatTop', 3.77],
  ] as const)('%s has a noise bandwidth of %f bins', (window, bins) => {
    const { noiseBandwidthBins } = linearSpectrum(new Float64Array(FRAMES), RATE_HZ, window, 'unweighted');
    expectClose(noiseBandwidthBins, bins, { within: 1e-3, unit: 'bins', because: 'the tables have three decimals' });
  });

  it('the flat top reads a tone half a bin away to 0.01 dB', () => {
    const tone = sine(RATE_HZ, FRAMES, 300.5 * BIN_HZ, 1);
    const { voltsRms } = highestLine(linearSpectrum(tone, RATE_HZ, 'FlatTop', 'unweighted'), 20, 20_000);
    expectClose(dbFromRatio(voltsRms), 0, { within: 0.01, unit: 'dB', because: 'that is what a flat top is for' });
  });

  it.each(QA40X_WINDOWS)('a band holds all of a tone inside it and nothing of one outside, under %s', (window) => {
    const samples = sine(RATE_HZ, FRAMES, 100 * BIN_HZ, 1);
    sine(RATE_HZ, FRAMES, 1000 * BIN_HZ, 0.1).forEach((value, index) => (samples[index] += value));
    const spectrum = linearSpectrum(samples, RATE_HZ, window, 'unweighted');
    const skirts = {
      within: 2e-4,
      unit: 'V',
      because: 'the triangle’s skirts hold 1e-4 of the larger tone 900 bins away',
    };
    expectClose(bandVoltsRms(spectrum, 20, 3000), 1, skirts);
    expectClose(bandVoltsRms(spectrum, 11_000, 13_000), 0.1, skirts);
  });

  it('a band is its bins, both ends included; one without bins is refused', () => {
    const spectrum = linearSpectrum(sine(RATE_HZ, FRAMES, 100 * BIN_HZ, 1), RATE_HZ, 'Rectangle', 'unweighted');
    expect(bandVoltsRms(spectrum, 100 * BIN_HZ, 100 * BIN_HZ)).toBeGreaterThan(0.999);
    expect(() => bandVoltsRms(spectrum, 100.1 * BIN_HZ, 100.9 * BIN_HZ)).toThrow(/no bin lies/);
    expect(() => highestLine(spectrum, 24_000, 30_000)).toThrow(/no bin lies/);
  });
});

describe('a mask', () => {
  const spectrum = linearSpectrum(sine(RATE_HZ, FRAMES, 100 * BIN_HZ, 1), RATE_HZ, 'FlatTop', 'unweighted');
  // The tone of 0 dBV lies at 1171.9 Hz: half of the octaves from 586 to 2344 Hz
  it.each([
    ['586, -20\n2344, 20.1', true],
    ['586, -20\n2344, 19.9', false],
    ['586; ;\n2344; ;', true],
    ['1170,,-1\n1173,,-1', true],
    ['1170,,1\n1173,,1', false],
    ['2000, -100\n3000, -100', true],
    ['2000, -100\n1e9, -100', true],
  ])('%j lets the tone pass: %s', (text, passes) => {
    expect(passesMask(spectrum, parseMask(text))).toBe(passes);
  });

  it.each([
    ['', 'line 1 of the mask is missing'],
    ['100, 0', 'line 2 of the mask is missing'],
    ['100, 0\n100, 0', 'line 2 of the mask has the frequency "100"'],
    ['x, 0\n100, 0', 'line 1 of the mask has the frequency "x"'],
    ['100, loud\n200, 0', 'line 1 of the mask holds "loud"'],
    ['0, 0\n200, 0', 'must have one above 0 Hz'],
    ['100, 0\nInfinity, 0', 'line 2 of the mask has the frequency "Infinity"'],
  ])('%j is none', (text, why) => {
    expect(() => parseMask(text)).toThrow(why);
  });
});
