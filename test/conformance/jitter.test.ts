import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../core/measure/analysis.ts';
import { jitter } from '../../core/measure/jitter/kind.ts';
import { jtest, JTEST_PERIOD_FRAMES } from '../../core/signal/jtest.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { PLAYER_RATES, playerSeconds, SHARED_CLOCK, type PlayerRate } from '../playerTones.ts';

interface JitterLine {
  readonly modulationHz: number;
  /** Peak. */
  readonly picoseconds: number;
}

interface Bench {
  readonly sampleRateHz: number;
  readonly lines: readonly JitterLine[];
  /** Total, re the tone. */
  readonly noiseDbc: number;
  readonly rate: PlayerRate;
  readonly seed: number;
}

const SECONDS = 4.2;
/** An amplitude modulation with sidebands of −94 dBc: 27 times those of 20 ps at 12 kHz. */
const DECOY = { modulationHz: 750.7, depth: 4e-5 };
const LINES: readonly JitterLine[] = [
  { modulationHz: 137.3, picoseconds: 5 },
  { modulationHz: 611.1, picoseconds: 20 },
  { modulationHz: 1003.7, picoseconds: 350 },
  { modulationHz: 2500.9, picoseconds: 10 },
  { modulationHz: 5003.3, picoseconds: 50 },
];

/** The J-test's tone and its square wave of one step, jittered, as a recorder on its own clock samples it. */
function capture({ sampleRateHz, lines, noiseDbc, rate, seed }: Bench): Float64Array {
  const random = createRandom(seed);
  const carrierHz = sampleRateHz / 4;
  const noise = 0.5 * 10 ** (noiseDbc / 20);
  const samples = new Float64Array(SECONDS * sampleRateHz);
  for (let frame = 0; frame < samples.length; frame++) {
    const seconds = playerSeconds(frame, sampleRateHz, rate);
    let late = 0;
    for (const { modulationHz, picoseconds } of lines)
      late += picoseconds * 1e-12 * Math.sin(2 * Math.PI * modulationHz * seconds + modulationHz);
    const swing = 1 + DECOY.depth * Math.cos(2 * Math.PI * DECOY.modulationHz * seconds);
    const cycles = carrierHz * seconds;
    const phase = 2 * Math.PI * (cycles - Math.floor(cycles) + carrierHz * late);
    const place = (seconds * sampleRateHz) % JTEST_PERIOD_FRAMES;
    const square = place < JTEST_PERIOD_FRAMES / 2 ? 2 ** -24 : -(2 ** -24);
    samples[frame] = Math.SQRT1_2 * swing * Math.cos(phase) + square + noise * random.gaussian();
  }
  return samples;
}

const measure = (sampleRateHz: number, samples: Float64Array): Analysis =>
  jitter.analyze({ captures: { main: { sampleRateHz, unit: 'FS', channels: [samples] } }, reference: null }, {});

function expectLines(analysis: Analysis, lines: readonly JitterLine[]): void {
  const { modulationsHz, jitterPeakSeconds } = analysis.channels[0].curves.sidebands;
  expect(modulationsHz).toHaveLength(lines.length);
  for (const [index, { modulationHz, picoseconds }] of lines.entries()) {
    expectClose(modulationsHz[index] as number, modulationHz, {
      within: 0.05 + 2e-4 * modulationHz,
      unit: 'Hz',
      because: 'a fifth of 1/T, and the clock',
    });
    expectClose(1e12 * (jitterPeakSeconds[index] as number), picoseconds, {
      within: Math.max(0.05 * picoseconds, 0.2),
      unit: 'ps',
      because: 'the bound of the accuracy table',
    });
  }
}

describe('J-test', () => {
  it.each([48_000, 96_000, 192_000])(
    '[JIT-2] lines of 5 to 350 ps beside an AM decoy, noise of −115 dBc over the band, at %d Hz',
    (sampleRateHz) => {
      const samples = capture({ sampleRateHz, lines: LINES, noiseDbc: -115, rate: SHARED_CLOCK, seed: 1 });
      const analysis = measure(sampleRateHz, samples);
      expectLines(analysis, LINES);
      const rms = Math.sqrt(LINES.reduce((sum, { picoseconds }) => sum + picoseconds ** 2 / 2, 0));
      expectClose(1e12 * (analysis.channels[0].figures.jitter.value as number), rms, {
        within: 0.05 * rms,
        unit: 'ps',
        because: 'the bound of the accuracy table',
      });
    },
  );

  it.each(PLAYER_RATES)('[JIT-4] the same at $offsetPpm ppm and $wanderPpm ppm of wander', (rate) => {
    const sampleRateHz = 48_000;
    const analysis = measure(sampleRateHz, capture({ sampleRateHz, lines: LINES, noiseDbc: -118, rate, seed: 2 }));
    expectLines(analysis, LINES);
    expectClose(analysis.clock?.ppm as number, rate.offsetPpm, {
      within: 0.01 + 1.6 * rate.wanderPpm,
      unit: 'ppm',
      because: 'over 4 s of a 10 s period the wander has a mean of its own',
    });
  });

  it('[JIT-2] 350 ps at 192 kHz where each bin of 1/T holds −115 dBc of noise', () => {
    const sampleRateHz = 192_000;
    const noiseDbc = -115 + 10 * Math.log10((sampleRateHz / 2) * SECONDS);
    const line = { modulationHz: 1003.7, picoseconds: 350 };
    const analysis = measure(
      sampleRateHz,
      capture({ sampleRateHz, lines: [line], noiseDbc, rate: SHARED_CLOCK, seed: 6 }),
    );
    expectLines(analysis, [line]);
  });

  it('[JIT-3] amplitude modulation alone is no jitter', () => {
    const sampleRateHz = 48_000;
    const samples = capture({ sampleRateHz, lines: [], noiseDbc: -115, rate: SHARED_CLOCK, seed: 3 });
    const { figures, curves, flags } = measure(sampleRateHz, samples).channels[0];
    expect(curves.sidebands.modulationsHz).toEqual([]);
    expect(flags).toContain('below-noise');
    expect(figures.jitter.text).toMatch(/^</);
    expect(figures['jitter-peak'].value).toBeLessThan(1e-12);
  });

  it('[JIT-5] the code played without any jitter has none: its own lines are left out', () => {
    const { curves, figures } = measure(48_000, jtest(4 * 48_000, 1, 0, 0)).channels[0];
    expect(curves.sidebands.modulationsHz).toEqual([]);
    expect(figures['jitter-peak'].value).toBeLessThan(0.01e-12);
  });
});
