import { describe, expect, it } from 'vitest';
import { cosineDroop, driveResponse, inSeries, onePoleLowPass } from '../../core/simulate/circuit.ts';
import type { Response } from '../../core/simulate/circuit.ts';
import { complex } from '../../core/simulate/complex.ts';
import { applyKernel, designKernel } from '../../core/simulate/kernel.ts';
import type { Kernel } from '../../core/simulate/kernel.ts';
import { expectClose } from '../expectClose.ts';

const RATE_HZ = 384000;
const BAND_HZ = 0.45 * RATE_HZ;

function kernelResponse(kernel: Kernel, frequencyHz: number): { re: number; im: number } {
  let re = 0;
  let im = 0;
  kernel.taps.forEach((tap, index) => {
    const angle = (2 * Math.PI * frequencyHz * (index - kernel.centre)) / RATE_HZ;
    re += tap * Math.cos(angle);
    im -= tap * Math.sin(angle);
  });
  return { re, im };
}

describe('designKernel', () => {
  const cases: readonly (readonly [string, Response])[] = [
    ['one pole at 620 kHz', onePoleLowPass(620e3)],
    ['one pole at 60 kHz', onePoleLowPass(60e3)],
    ['10 kΩ into 46 kΩ ∥ 98 pF', driveResponse(10100, { ohms: 46e3, farads: 98e-12 })],
    ['all of a path', inSeries(cosineDroop(0.02, RATE_HZ), onePoleLowPass(620e3), () => complex(2.6))],
  ];

  it.each(cases)('follows %s within 0.005 dB and 0.5 mrad to 0.45 of the rate', (_, response) => {
    const kernel = designKernel(response, RATE_HZ, BAND_HZ);
    for (let frequencyHz = 0; frequencyHz <= BAND_HZ; frequencyHz += 777) {
      const got = kernelResponse(kernel, frequencyHz);
      const wanted = response(frequencyHz);
      expectClose(20 * Math.log10(Math.hypot(got.re, got.im) / Math.hypot(wanted.re, wanted.im)), 0, {
        within:
          0.005 / Math.min(1, Math.hypot(wanted.re, wanted.im) / Math.hypot(response(1000).re, response(1000).im)),
        unit: 'dB',
        because: 'the design allows 0.0026 dB re 1 kHz, so more where the response has fallen',
      });
    }
  });

  it('needs one tap for a flat response', () => {
    expect([...designKernel(() => complex(-2), RATE_HZ, BAND_HZ).taps]).toHaveLength(1);
  });

  it('gives silence for a response of zero', () => {
    expect([...designKernel(() => complex(0), RATE_HZ, BAND_HZ).taps]).toEqual([0]);
  });
});

describe('applyKernel', () => {
  it.each([1, 3, 8, 9, 41])('is the plain sum for %d taps, ends included', (count) => {
    const taps = Float64Array.from({ length: count }, (_, index) => Math.sin(index + 1));
    for (const frames of [1, 5, 40, 203]) {
      const centre = Math.floor(count / 2);
      const input = Float64Array.from({ length: frames }, (_, index) => Math.cos(index * index));
      const output = new Float64Array(frames);
      applyKernel({ taps, centre }, input, output);
      for (let frame = 0; frame < frames; frame++) {
        let sum = 0;
        for (let tap = 0; tap < count; tap++) sum += taps[tap] * (input[frame + centre - tap] ?? 0);
        expectClose(output[frame], sum, { within: 1e-13, unit: 'V', because: 'the order of a sum of 41 terms' });
      }
    }
  });
});
