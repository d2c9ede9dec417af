import { describe, it } from 'vitest';
import type { StimulusBench } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { linearity } from '../../core/measure/linearity/kind.ts';
import { createRandom } from '../../core/signal/random.ts';
import { addGaussianNoise } from '../../core/simulate/gaussianNoise.ts';
import { expectClose } from '../expectClose.ts';

const bench = (sampleRateHz: number): StimulusBench => ({
  sampleRateHz,
  channelCount: 1,
  levelVoltsRms: Math.SQRT1_2,
  fullScaleVoltsPeak: 1,
  random: createRandom(1),
});

const stimulusAt = (sampleRateHz: number): Float64Array => linearity.stimulus({}, bench(sampleRateHz))[0].channels[0];

/** Noise of −115 dBFS in 20 kHz, and hum of −97 dBFS. */
function recorded(sampleRateHz: number, ppm: number, wanderPpm: number, seed: number): Float64Array {
  const played = stimulusAt(sampleRateHz / (1 + ppm * 1e-6));
  const samples = new Float64Array(played.length + sampleRateHz / 10);
  samples.set(played, 777);
  if (wanderPpm > 0) {
    // A rate that wanders by so much over 10 s moves the samples by its integral; first order is enough for under a tenth of a sample
    const turns = (2 * Math.PI) / (10 * sampleRateHz);
    const reach = (wanderPpm * 1e-6) / turns;
    const still = samples.slice();
    for (let frame = 1; frame < samples.length - 1; frame++) {
      const shift = reach * Math.sin(turns * frame);
      const slope = (still[frame + 1] - still[frame - 1]) / 2;
      const bend = still[frame + 1] - 2 * still[frame] + still[frame - 1];
      samples[frame] = still[frame] + shift * slope + (shift * shift * bend) / 2;
    }
  }
  addGaussianNoise(
    samples,
    0,
    samples.length,
    10 ** (-115 / 20) * Math.SQRT1_2 * Math.sqrt(sampleRateHz / 40_000),
    createRandom(seed),
  );
  for (let frame = 0; frame < samples.length; frame++)
    samples[frame] += 2e-5 * Math.sin((2 * Math.PI * 50 * frame) / sampleRateHz);
  return samples;
}

describe('linearity', () => {
  it.each([
    [48_000, 0, 0, 1],
    [48_000, 100, 0, 2],
    [48_000, -25, 0, 3],
    [48_000, 0, 2, 4],
    [192_000, 1, 0, 5],
  ])('[LIN-1] is known to 0.1 dB down to −120 dBFS at %d Hz, %d ppm, wander %d ppm', (rate, ppm, wander, seed) => {
    const analysis = analyzeKind(
      linearity,
      {
        captures: { main: { sampleRateHz: rate, unit: 'FS', channels: [recorded(rate, ppm, wander, seed)] } },
        reference: { sampleRateHz: rate, unit: 'FS', channels: [stimulusAt(rate)] },
      },
      {},
    );
    const { playedDb, ratios, uncertainties } = analysis.channels[0].curves.linearity;
    for (const [index, db] of playedDb.entries()) {
      expectClose(db ?? NaN, -10 * index, { within: 1e-3, unit: 'dB', because: 'the steps are 10 dB' });
      expectClose(20 * Math.log10(ratios[index] ?? NaN), 0, {
        within: 0.1,
        unit: 'dB',
        because: `the table asks for it (${db} dB, U ${uncertainties[index]})`,
      });
    }
  });
});
