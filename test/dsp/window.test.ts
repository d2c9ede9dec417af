import { describe, expect, it } from 'vitest';
import { realFft } from '../../core/dsp/fft.ts';
import { blackmanHarris7, WINDOW_LOBE_BINS } from '../../core/dsp/window.ts';
import { expectClose } from '../expectClose.ts';

describe('the 7-term Blackman-Harris window', () => {
  const length = 512;
  const window = blackmanHarris7(length);

  it('stays below −179 dB beyond its main lobe', () => {
    const fine = 64;
    const spectrum = realFft(window, length * fine);
    const magnitude = (at: number): number => Math.hypot(spectrum[2 * at], spectrum[2 * at + 1]);
    let worst = 0;
    for (let at = WINDOW_LOBE_BINS * fine; at <= (length * fine) / 2; at++) worst = Math.max(worst, magnitude(at));
    const sidelobeDb = 20 * Math.log10(worst / magnitude(0));
    expect(sidelobeDb).toBeLessThan(-179);
    expect(sidelobeDb).toBeGreaterThan(-182);
  });

  it('has an equivalent noise bandwidth of 2.63 bins', () => {
    const sum = window.reduce((total, w) => total + w, 0);
    const square = window.reduce((total, w) => total + w * w, 0);
    expectClose((length * square) / (sum * sum), 2.63, {
      within: 0.005,
      unit: 'bins',
      because: 'the stated figure has three digits',
    });
  });

  it('costs noise statistics a factor of 3.67 in variance (noise/analyze.ts)', () => {
    const square = window.reduce((total, w) => total + w * w, 0);
    const fourth = window.reduce((total, w) => total + w ** 4, 0);
    expectClose((length * fourth) / (square * square), 3.67, {
      within: 0.005,
      unit: '1',
      because: 'the constant in use has three digits',
    });
  });

  it('is even about its middle and 1 there', () => {
    for (const index of [1, 17, 200]) {
      expectClose(window[index], window[length - index], {
        within: 1e-14,
        unit: '1',
        because: 'the recurrence rounds to 1e-16 a term',
      });
    }
    expectClose(window[length / 2], 1, {
      within: 1e-8,
      unit: '1',
      because: 'the coefficients are published with 14 digits but sum to 1 within 1e-9',
    });
  });
});
