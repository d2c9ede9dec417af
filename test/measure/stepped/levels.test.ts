import { describe, expect, it } from 'vitest';
import type { Analysis, Capture, KindDefinition, StimulusBench } from '../../../core/measure/analysis.ts';
import { analyzeKind } from '../../../core/measure/analyzeKind.ts';
import { maxOutputKind } from '../../../core/measure/max-output/kind.ts';
import type { MeasureSettings } from '../../../core/measure/settings.ts';
import { thdnVsLevel } from '../../../core/measure/thdn-vs-level/kind.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { AmpbenchError } from '../../../core/errors.ts';
import { expectClose } from '../../expectClose.ts';
import { whiteNoise } from '../../synthetic.ts';

const sampleRateHz = 48_000;
const bench: StimulusBench = {
  sampleRateHz,
  channelCount: 2,
  levelVoltsRms: 2,
  fullScaleVoltsPeak: 4,
  random: createRandom(1),
};
/** Third harmonic of a cubic: k A²/4 of the fundamental's 1 − 3 k A²/4. */
const CUBIC = 0.02;

const played = (kind: KindDefinition, settings: MeasureSettings): Float64Array =>
  kind.stimulus(settings, bench)[0].channels[0];

function throughAmp(samples: Float64Array, delayFrames: number, noiseRms: number): Float64Array {
  const out = whiteNoise(samples.length + 5000, noiseRms, 3);
  for (const [frame, value] of samples.entries()) out[frame + delayFrames] += value - CUBIC * value ** 3;
  return out;
}

function analyze(kind: KindDefinition, samples: Float64Array, settings: MeasureSettings, known = true): Analysis {
  const capture = (channel: Float64Array): Capture => ({ sampleRateHz, unit: 'V', channels: [channel] });
  return analyzeKind(
    kind,
    { captures: { main: capture(samples) }, reference: known ? capture(played(kind, {})) : null },
    settings,
  );
}

/** THD+N re total of a sine of so many volts peak through the cubic, with noise of this rms in the band. */
function thdnOf(peak: number, noiseRms: number): number {
  const fundamental = peak - (3 / 4) * CUBIC * peak ** 3;
  const third = (CUBIC * peak ** 3) / 4;
  const residual = Math.hypot(third / Math.SQRT2, noiseRms * Math.sqrt(19_980 / 24_000));
  return residual / Math.hypot(residual, fundamental / Math.SQRT2);
}

describe('THD+N against level', () => {
  it.each([
    [true, 0],
    [true, 4321],
    [false, 1000],
  ])('[STEP-7] follows noise and distortion (reference known: %s, %d frames late)', (known, delay) => {
    const noiseRms = 1e-5;
    const analysis = analyze(thdnVsLevel, throughAmp(played(thdnVsLevel, {}), delay, noiseRms), {}, known);
    const { playedRms, levelsRms, thdnRatios, thdnUncertainties } = analysis.channels[0].curves['thdn-vs-level'];
    expect(levelsRms.length).toBe(31);
    for (const index of levelsRms.keys()) {
      const peak = 2 * Math.SQRT2 * 10 ** ((index - 30) / 10);
      const truth = thdnOf(peak, noiseRms);
      expectClose(thdnRatios[index] ?? 0, truth, {
        within: 2 * (thdnUncertainties[index] ?? 0) + 1e-3 * truth,
        unit: '1',
        because: 'the uncertainty is k = 2, and one of 31 levels may be 4 standard deviations off',
      });
      if (known)
        expectClose(playedRms[index] ?? 0, peak / Math.SQRT2, {
          within: 1e-4 * peak,
          unit: 'V',
          because: 'levels are read over a millisecond more or less than whole periods',
        });
      else expect(playedRms[index]).toBeNull();
    }
    const best = analysis.channels[0].figures['thd-n'];
    expect(best.value).toBe(Math.min(...thdnRatios.map((ratio) => ratio ?? 1)));
    expect(best.flags).toEqual(['best-of-steps']);
  });

  it('[STEP-2] refuses what does not hold the tones that were played', () => {
    const noise = whiteNoise(sampleRateHz * 3, 0.1, 8);
    expect(() => analyze(thdnVsLevel, noise, {})).toThrow(/agrees with the capture/u);
    expect(() => analyze(thdnVsLevel, noise, {}, false)).toThrow(AmpbenchError);
  });
});

describe('maximum output on a staircase', () => {
  const samples = throughAmp(played(maxOutputKind, {}), 777, 1e-5);

  it.each([0.001, 0.01])('[MAX-8] is where THD+N crosses %d', (thdnLimitRatio) => {
    const analysis = analyze(maxOutputKind, samples, { thdnLimitRatio, loadOhms: 32, loadTolerance: 0.01 });
    const { 'max-output': volts, 'output-power': watts } = analysis.channels[0].figures;
    // The crossing by bisection of the closed form
    let [low, high] = [0.01, 2.8];
    for (let pass = 0; pass < 60; pass++) {
      const middle = (low + high) / 2;
      if (thdnOf(middle, 1e-5) > thdnLimitRatio) high = middle;
      else low = middle;
    }
    const truth = (low - (3 / 4) * CUBIC * low ** 3) * Math.SQRT1_2;
    expectClose(volts.value ?? 0, truth, {
      within: 0.002 * truth,
      unit: 'V',
      because: 'between levels 0.5 dB apart the logarithms run almost straight',
    });
    expect(Math.abs((volts.value ?? 0) - truth)).toBeLessThan(volts.uncertainty ?? 0);
    expectClose(watts.value ?? 0, (volts.value ?? 0) ** 2 / 32, { within: 1e-12, unit: 'W', because: 'P = V²/R' });
    expect((watts.uncertainty ?? 0) / (watts.value ?? 1)).toBeGreaterThan(0.01);
  });

  it('[MAX-8] is a lower bound where the limit is never reached', () => {
    const { 'max-output': volts } = analyze(maxOutputKind, samples, { thdnLimitRatio: 0.9 }).channels[0].figures;
    expect(volts.flags).toContain('lower-bound');
    expect(volts.text).toMatch(/^≥/u);
    expectClose(volts.value ?? 0, (Math.SQRT2 * 2 - 0.75 * CUBIC * (Math.SQRT2 * 2) ** 3) / Math.SQRT2, {
      within: 0.002,
      unit: 'V',
      because: 'the highest level, its third harmonic included',
    });
  });
});
