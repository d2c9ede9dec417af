import { describe, expect, it } from 'vitest';
import { steadyStretches } from '../../core/dsp/steadyStretches.ts';
import { buildSteppedTones } from '../../core/signal/steppedTones.ts';
import { expectClose } from '../expectClose.ts';
import { sumOf, whiteNoise } from '../synthetic.ts';

const steps = [
  { frequencyHz: 15_000, voltsRms: 1, seconds: 0.06 },
  { frequencyHz: 1000, voltsRms: 1, seconds: 0.06 },
  { frequencyHz: 1000, voltsRms: 0.95, seconds: 0.06 },
  { frequencyHz: 1000, voltsRms: 0.3, seconds: 0.08 },
  { frequencyHz: 95, voltsRms: 0.7, seconds: 0.1 },
  { frequencyHz: 20, voltsRms: 0.7, seconds: 0.4 },
];

describe.each([44_100, 192_000])('steady stretches at %d Hz', (sampleRateHz) => {
  const { samples, stretches } = buildSteppedTones(sampleRateHz, steps);

  it.each([
    ['alone', 0, 0],
    ['under noise', 1e-5, 0],
    ['distorted by 1 % and shifted', 1e-5, 1234],
  ])('[STEP-3] are found %s', (name, noiseRms, shift) => {
    const played = new Float64Array(samples.length + shift);
    for (let frame = 0; frame < samples.length; frame++) {
      const value = samples[frame];
      played[frame + shift] = shift === 0 ? value : value + 0.02 * value * value;
    }
    const found = steadyStretches(sumOf(played, whiteNoise(played.length, noiseRms, 3)), sampleRateHz);
    expect(found.length, name).toBe(steps.length);
    for (const [index, stretch] of found.entries()) {
      const truth = stretches[index];
      const startSeconds = (stretch.startFrame - shift - truth.startFrame) / sampleRateHz;
      const endSeconds = startSeconds + (stretch.frames - truth.frames) / sampleRateHz;
      const within = 0.004 + 0.3 / truth.frequencyHz;
      expectClose(startSeconds, 0, { within, unit: 's', because: 'ends are good to 4 ms and a third of a period' });
      expectClose(endSeconds, 0, { within, unit: 's', because: 'ends are good to 4 ms and a third of a period' });
      expectClose(stretch.frequencyHz / truth.frequencyHz, 1, {
        within: 2e-3,
        unit: '1',
        because: 'the frequency only has to start a finer search',
      });
      expectClose(20 * Math.log10(stretch.rms / truth.voltsRms), 0, {
        within: 0.1,
        unit: 'dB',
        because: 'harmonics of 1 % and a broken period count for as much',
      });
    }
  });

  it('[STEP-3] are found 100 dB under the loud tone before it', () => {
    const quiet = buildSteppedTones(sampleRateHz, [
      { frequencyHz: 997, voltsRms: 1, seconds: 0.3 },
      { frequencyHz: 997, voltsRms: 1e-5, seconds: 0.3 },
    ]);
    const found = steadyStretches(quiet.samples, sampleRateHz);
    expect(found.map(({ rms }) => Math.round(20 * Math.log10(rms)))).toEqual([0, -100]);
  });

  it('[STEP-3] stay whole 15 dB over the noise', () => {
    const tone = buildSteppedTones(sampleRateHz, [{ frequencyHz: 997, voltsRms: 1, seconds: 1 }]);
    const noiseRms = 0.18 * Math.sqrt(Math.max(sampleRateHz / 48_000, 1));
    const found = steadyStretches(sumOf(tone.samples, whiteNoise(tone.samples.length, noiseRms, 7)), sampleRateHz);
    expect(found.length).toBe(1);
    expectClose(found[0].frames / sampleRateHz, 1, {
      within: 0.02,
      unit: 's',
      because: 'its ramps may be counted in part',
    });
  });

  it('[STEP-3] are not seen in noise, silence, DC or a sweep', () => {
    const frames = sampleRateHz;
    const sweep = Float64Array.from({ length: frames }, (_, n) => Math.sin(2e3 * Math.exp((5 * n) / frames)));
    for (const samples of [whiteNoise(frames, 1, 1), new Float64Array(frames), new Float64Array(frames).fill(1), sweep])
      expect(steadyStretches(samples, sampleRateHz)).toEqual([]);
    expect(steadyStretches(new Float64Array(1), sampleRateHz)).toEqual([]);
  });
});
