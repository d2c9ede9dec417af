import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../core/measure/analysis.ts';
import { jitter } from '../../core/measure/jitter/kind.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { playedTones } from '../playerTones.ts';
import { sumOf, whiteNoise } from '../synthetic.ts';

const measure = (sampleRateHz: number, samples: Float64Array, reference: Float64Array | null = null): Analysis =>
  jitter.analyze(
    {
      captures: { main: { sampleRateHz, unit: 'FS', channels: [samples] } },
      reference: reference === null ? null : { sampleRateHz, unit: 'FS', channels: [reference] },
    },
    {},
  );

/** A carrier with one pair of sidebands, each re the carrier. */
function modulated(sampleRateHz: number, carrierHz: number, lower: number, upper: number): Float64Array {
  return playedTones(sampleRateHz, 2.5 * sampleRateHz, [
    { frequencyHz: carrierHz, amplitude: 0.7 },
    { frequencyHz: carrierHz - 500.3, amplitude: 0.7 * lower },
    { frequencyHz: carrierHz + 500.3, amplitude: 0.7 * upper },
  ]);
}

describe('jitter', () => {
  it('[JIT-2] follows its formula for a known pair of sidebands', () => {
    const ratio = 10 ** (-100 / 20);
    const { curves, figures } = measure(48_000, modulated(48_000, 12_000, -ratio, ratio)).channels[0];
    expect(curves.sidebands.modulationsHz).toHaveLength(1);
    expectClose(curves.sidebands.phaseSidebandsDb[0] as number, -100, {
      within: 0.001,
      unit: 'dB',
      because: 'no noise',
    });
    expectClose(figures['jitter-peak'].value as number, ratio / (Math.PI * 12_000), {
      within: 1e-15,
      unit: 's',
      because: 'J_peak = 10^(SB/20)/(π f0)',
    });
  });

  it('[JIT-3] a pair of equal signs is amplitude modulation, a single line counts half', () => {
    const am = measure(48_000, modulated(48_000, 12_000, 1e-5, 1e-5)).channels[0].curves.sidebands;
    expect(am.modulationsHz).toEqual([]);
    const single = measure(48_000, modulated(48_000, 12_000, 0, 1e-5)).channels[0].curves.sidebands;
    expectClose(single.phaseSidebandsDb[0] as number, -106.02, {
      within: 0.01,
      unit: 'dB',
      because: 'half of -100 dB',
    });
    expectClose(single.amplitudeSidebandsDb[0] as number, -106.02, {
      within: 0.01,
      unit: 'dB',
      because: 'the other half',
    });
  });

  it('[JIT-4] a player at another rate than the recorder', () => {
    const { channels, clock } = measure(192_000, modulated(192_000, 12_000, -1e-5, 1e-5));
    expectClose(channels[0].figures['jitter-peak'].value as number, 1e-5 / (Math.PI * 12_000), {
      within: 1e-15,
      unit: 's',
      because: 'the carrier is a quarter of the player’s rate',
    });
    expect(clock).not.toBeNull();
  });

  it('[JIT-5] lines of the code itself count from 1.5 times what it holds', () => {
    const stepHz = 48_000 / 192;
    const carrier = { frequencyHz: 12_000, amplitude: 0.7 };
    const withLine = (ratio: number): Analysis =>
      measure(
        48_000,
        playedTones(48_000, 2.5 * 48_000, [
          carrier,
          { frequencyHz: 12_000 - 3 * stepHz, amplitude: -0.7 * ratio },
          { frequencyHz: 12_000 + 3 * stepHz, amplitude: 0.7 * ratio },
        ]),
      );
    expect(withLine(3e-9).channels[0].curves.sidebands.modulationsHz).toEqual([]);
    expect(withLine(6e-9).channels[0].curves.sidebands.modulationsHz).toHaveLength(1);
  });

  it('[JIT-6] the true value lies inside U as often as k = 2 says', () => {
    const clean = modulated(48_000, 12_000, -1e-6, 1e-6);
    const random = createRandom(8);
    let inside = 0;
    for (let run = 0; run < 60; run++) {
      const noise = whiteNoise(clean.length, 2e-6, Math.floor(1e9 * random.uniform()));
      const { jitterPeakSeconds, uncertaintiesSeconds } = measure(48_000, sumOf(clean, noise)).channels[0].curves
        .sidebands;
      const error = Math.abs((jitterPeakSeconds[0] as number) - 1e-6 / (Math.PI * 12_000));
      if (error <= (uncertaintiesSeconds[0] as number)) inside++;
    }
    // 57 expected; three standard deviations of sixty draws below is 52
    expect(inside).toBeGreaterThanOrEqual(52);
  });

  it('[JIT-6] no tone at a quarter of a usual rate is no J-test, and a short one is refused', () => {
    const other = playedTones(48_000, 3 * 48_000, [{ frequencyHz: 997, amplitude: 0.5 }]);
    expect(measure(48_000, other).channels[0].figures.jitter.reasonCode).toBe('no-stimulus');
    expect(() => measure(48_000, modulated(48_000, 12_000, 0, 0).slice(0, 48_000))).toThrow(/must last 2 s/u);
  });

  it('[JIT-1] is played bit for bit, and no louder than asked', () => {
    const bench = {
      sampleRateHz: 48_000,
      channelCount: 2,
      levelVoltsRms: 0.2,
      fullScaleVoltsPeak: 2,
      random: createRandom(1),
    };
    const [take] = jitter.stimulus({}, bench);
    expect(take.bitExact).toBe(true);
    for (const value of take.channels[1].subarray(0, 2000)) expect(Number.isInteger((value / 2) * 2 ** 23)).toBe(true);
    expect(Math.max(...take.channels[0].subarray(960, 1152))).toBeLessThanOrEqual(0.2);
    expect(Math.max(...take.channels[0].subarray(0, 96))).toBeLessThan(0.01);
    expect(measure(48_000, take.channels[0], take.channels[0]).channels[0].curves.sidebands.modulationsHz).toEqual([]);
  });
});
