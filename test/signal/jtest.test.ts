import { describe, expect, it } from 'vitest';
import { jtest, jtestCode, jtestHalvings, jtestOwnLineRatio, JTEST_STEP_RATIO } from '../../core/signal/jtest.ts';
import { expectClose } from '../expectClose.ts';

const hex = (code: number): string => (code < 0 ? code + 2 ** 24 : code).toString(16).toUpperCase().padStart(6, '0');

describe('J-test', () => {
  it('[JIT-1] is the code of its definition, sample by sample', () => {
    const high = Array.from({ length: 24 }, () => ['C00000', 'C00000', '400000', '400000']).flat();
    const low = Array.from({ length: 24 }, () => ['BFFFFF', 'BFFFFF', '3FFFFF', '3FFFFF']).flat();
    const period = [...high, ...low];
    expect(Array.from({ length: 384 }, (_, frame) => hex(jtestCode(frame, 0)))).toEqual([...period, ...period]);
  });

  it('[JIT-1] is a tone of fs/4 at −3.01 dBFS', () => {
    const samples = jtest(192 * 64, 1, 0, 0);
    let re = 0;
    let im = 0;
    for (const [frame, value] of samples.entries()) {
      re += (2 * value * Math.cos((Math.PI * frame) / 2)) / samples.length;
      im += (2 * value * Math.sin((Math.PI * frame) / 2)) / samples.length;
    }
    expectClose(20 * Math.log10(Math.hypot(re, im)), -3.0103, {
      within: 1e-4,
      unit: 'dB',
      because: 'the square wave has no part at fs/4',
    });
  });

  it.each([0, 3])('[JIT-1] is whole codes at any full scale, %d halvings', (halvings) => {
    const fullScale = 6.899;
    for (const [frame, volts] of jtest(384, fullScale, halvings, 0).entries())
      expect(Math.round((volts / fullScale) * 2 ** 23)).toBe(jtestCode(frame, halvings));
  });

  it('[JIT-1] is halved until it is no louder than asked', () => {
    expect(jtestHalvings(0.5, 1)).toBe(0);
    expect(jtestHalvings(2, 1)).toBe(0);
    expect(jtestHalvings(0.49, 1)).toBe(1);
    expect(jtestHalvings(0.1, 1)).toBe(3);
  });

  it('[JIT-5] holds the square wave of one step that it is said to hold', () => {
    const size = 192 * 64;
    const square = Float64Array.from({ length: size }, (_, frame) => (frame % 192 < 96 ? 0.5 : -0.5));
    for (const multiple of [1, 47, 49, 95]) {
      let re = 0;
      let im = 0;
      for (const [frame, value] of square.entries()) {
        re += (2 * value * Math.cos((2 * Math.PI * multiple * frame) / 192)) / size;
        im += (2 * value * Math.sin((2 * Math.PI * multiple * frame) / 192)) / size;
      }
      const ratio = jtestOwnLineRatio(multiple, JTEST_STEP_RATIO) / JTEST_STEP_RATIO;
      expectClose(Math.hypot(re, im), ratio, { within: 1e-9, unit: 'steps', because: 'both are closed forms' });
    }
  });
});
