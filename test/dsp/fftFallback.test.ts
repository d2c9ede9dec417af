import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ThdnAnalysis } from '../../core/measure/thdn/analyze.ts';
import { dbFromRatio } from '../../core/units/decibel.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const RATE_HZ = 48_000;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The modules loaded afresh on a platform with this WebAssembly. */
async function loadOn(webAssembly: unknown): Promise<{
  memory: ArrayBufferLike;
  analysis: ThdnAnalysis;
}> {
  vi.resetModules();
  vi.stubGlobal('WebAssembly', webAssembly);
  const { realFftPlan } = await import('../../core/dsp/fft.ts');
  const { analyzeThdn } = await import('../../core/measure/thdn/analyze.ts');
  const tone = tones(RATE_HZ, RATE_HZ, [
    { frequencyHz: 997.3, amplitude: 1 },
    { frequencyHz: 1994.6, amplitude: 1e-5 },
  ]);
  const samples = sumOf(tone, whiteNoise(RATE_HZ, 1e-7, 8));
  const settings = { sampleRateHz: RATE_HZ, frequencyHz: 997.3, bandHz: [20, 20_000], harmonicCount: 5 } as const;
  return {
    memory: realFftPlan(1024).samples.buffer,
    analysis: analyzeThdn(samples, 0, samples.length, settings),
  };
}

const real = WebAssembly;
const { Module, Memory, Instance } = real;
const withoutVectors = { Module, Memory, Instance, validate: () => false };
const forbidden = {
  validate: () => true,
  Module: function () {
    throw new Error('the page forbids compiling');
  },
};

describe('where the kernel cannot run', () => {
  it.each([
    ['there is no WebAssembly', undefined],
    ['it has no vector instructions', withoutVectors],
    ['compiling is forbidden', forbidden],
  ])('[FFT-5] fft.js gives the same THD+N, harmonics and frequency when %s', async (_, platform) => {
    const kernel = await loadOn(real);
    const fallback = await loadOn(platform);
    // A WebAssembly memory comes in whole pages; fft.js' samples are just as long as they are
    expect(kernel.memory.byteLength % 65_536).toBe(0);
    expect(fallback.memory.byteLength).toBe(1024 * 8);
    const db = ({ analysis }: typeof kernel): number => dbFromRatio(analysis.thdnRatio);
    const rounding = { within: 1e-9, unit: 'dB', because: 'transforms that differ by 4e-16 of the tone, −308 dBc' };
    expectClose(db(fallback), db(kernel), rounding);
    expectClose(fallback.analysis.frequencyHz, kernel.analysis.frequencyHz, {
      within: 1e-9,
      unit: 'Hz',
      because: 'the same rounding',
    });
    for (const [index, harmonic] of kernel.analysis.harmonics.entries())
      expectClose(dbFromRatio(fallback.analysis.harmonics[index].rms / harmonic.rms), 0, {
        ...rounding,
        within: 1e-6,
        because: 'a harmonic in the noise at −150 dBc is the difference of two powers of like size',
      });
  });
});
