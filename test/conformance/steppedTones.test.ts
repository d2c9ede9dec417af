import { describe, expect, it } from 'vitest';
import type { Analysis, Capture, StimulusBench } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { analyzeShortTone } from '../../core/measure/stepped/shortTone.ts';
import { thdnVsFrequency } from '../../core/measure/thdn-vs-frequency/kind.ts';
import { createRandom } from '../../core/signal/random.ts';
import { addGaussianNoise } from '../../core/simulate/gaussianNoise.ts';
import { expectClose } from '../expectClose.ts';

const QUADRATIC = 1e-4;

const bench = (sampleRateHz: number): StimulusBench => ({
  sampleRateHz,
  channelCount: 2,
  levelVoltsRms: 1,
  fullScaleVoltsPeak: 2,
  random: createRandom(1),
});

const stimulusAt = (sampleRateHz: number): Float64Array =>
  thdnVsFrequency.stimulus({}, bench(sampleRateHz))[0].channels[0];

/** The stimulus as a recorder hears it whose player is `ppm` fast, late, through an amp with a quadratic term and some coupling capacitor. */
function recorded(sampleRateHz: number, ppm: number, noiseRms: number, couplingHz: number): Float64Array {
  const played = stimulusAt(sampleRateHz / (1 + ppm * 1e-6));
  const samples = new Float64Array(played.length + sampleRateHz / 10);
  const pole = Math.exp((-2 * Math.PI * couplingHz) / sampleRateHz);
  let before = 0;
  let out = 0;
  for (let frame = 0; frame < played.length; frame++) {
    out = couplingHz === 0 ? played[frame] : ((1 + pole) / 2) * (played[frame] - before) + pole * out;
    before = played[frame];
    samples[frame + 1234] = out + QUADRATIC * out * out;
  }
  addGaussianNoise(samples, 0, samples.length, noiseRms, createRandom(9));
  return samples;
}

function analyze(sampleRateHz: number, samples: Float64Array, withReference = true): Analysis {
  const capture = (channels: readonly Float64Array[]): Capture => ({ sampleRateHz, unit: 'V', channels });
  return analyzeKind(
    thdnVsFrequency,
    {
      captures: { main: capture([samples, samples]) },
      reference: withReference ? capture([stimulusAt(sampleRateHz)]) : null,
    },
    {},
  );
}

/** THD+N in 20 Hz to 20 kHz of 1 V rms: white noise, and the second harmonic where it lies in the band. */
const expectedRatio = (sampleRateHz: number, frequencyHz: number, noiseRms: number): number =>
  Math.hypot(
    noiseRms * Math.sqrt(19_980 / (sampleRateHz / 2)),
    2 * frequencyHz < 20_000 ? QUADRATIC * Math.SQRT1_2 : 0,
  );

function expectCurve(analysis: Analysis, noiseRms: number, extraDb: number): void {
  const curve = analysis.channels[1].curves['thdn-vs-frequency'];
  expect(curve.frequenciesHz.length).toBe(30);
  for (const [index, frequency] of curve.frequenciesHz.entries()) {
    const frequencyHz = frequency ?? 0;
    // Half of 48 kHz folds the second harmonic of the highest tones into the band
    if (2 * frequencyHz > analysis.sampleRateHz / 2) continue;
    const ratio = curve.thdnRatios[index] ?? 0;
    const relative = (curve.thdnUncertainties[index] ?? 0) / ratio;
    const errorDb = 20 * Math.log10(ratio / expectedRatio(analysis.sampleRateHz, frequencyHz, noiseRms));
    expectClose(errorDb, 0, {
      within: 2 * 8.69 * relative + extraDb,
      unit: 'dB',
      because: 'the stated uncertainty is k = 2, and one of 30 points may be 4 standard deviations off',
    });
  }
}

describe('THD+N against frequency, stepped', () => {
  it.each([48_000, 192_000])('[STEP-5] takes 30 points of at least 5 periods in 3 s at %d Hz', (sampleRateHz) => {
    const samples = stimulusAt(sampleRateHz);
    expect(samples.length / sampleRateHz).toBeLessThanOrEqual(3);
    const analysis = analyze(sampleRateHz, recorded(sampleRateHz, 0, 1e-5, 0));
    expectCurve(analysis, 1e-5, 0.02);
  });

  it.each([-100, 1, 25, 100])('[STEP-5] reads the same with a player %d ppm fast, and says so', (ppm) => {
    const analysis = analyze(48_000, recorded(48_000, ppm, 1e-6, 0));
    expectCurve(analysis, 1e-6, 0.02);
    expectClose(analysis.clock?.ppm ?? 0, ppm, {
      within: 0.3,
      unit: 'ppm',
      because: 'half a second at most is heard of a tone',
    });
  });

  it('[STEP-5] is not spoilt by a coupling capacitor of 2 Hz', () => {
    expectCurve(analyze(48_000, recorded(48_000, 0, 1e-6, 2)), 1e-6, 0.1);
  });

  it('[STEP-5] needs no reference', () => {
    expectCurve(analyze(48_000, recorded(48_000, 25, 1e-5, 0), false), 1e-5, 0.02);
  });

  it.each([
    [20, 0.26],
    [63, 0.085],
    [6000, 0.05],
  ])('[STEP-6] covers the truth at %d Hz in 95 of 100 records of %d s', (frequencyHz, seconds) => {
    const sampleRateHz = 48_000;
    const frames = Math.round(seconds * sampleRateHz);
    const runs = 300;
    const sigma = 1e-5;
    const second = 3e-5;
    const truth = Math.hypot(sigma * Math.sqrt(19_980 / 24_000), second * Math.SQRT1_2) * Math.SQRT2;
    const random = createRandom(42);
    let inside = 0;
    for (let run = 0; run < runs; run++) {
      const playedHz = frequencyHz * (1 + 200e-6 * (random.uniform() - 0.5));
      const phase = 2 * Math.PI * random.uniform();
      const samples = Float64Array.from({ length: frames }, (_, n) => {
        const turn = (2 * Math.PI * playedHz * n) / sampleRateHz + phase;
        return Math.cos(turn) + second * Math.cos(2 * turn + 1) + 0.003;
      });
      addGaussianNoise(samples, 0, frames, sigma, random);
      const { thdnRatio, thdnUncertainty } = analyzeShortTone(samples, 0, frames, frequencyHz, {
        sampleRateHz,
        bandHz: [20, 20_000],
        harmonicCount: 10,
        denominator: 'total',
      });
      if (Math.abs(thdnRatio - truth) <= thdnUncertainty) inside++;
    }
    expectClose(inside / runs, 0.957, {
      within: 0.0275,
      unit: '1',
      because: '93 % to 98.5 % is asked for; 300 runs are good to 1 %',
    });
  });
});
