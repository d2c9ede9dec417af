import { describe, expect, it } from 'vitest';
import type { ChannelAnalysis } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { frequencyResponse } from '../../core/measure/frequency-response/kind.ts';
import { expectClose } from '../expectClose.ts';
import { addNoise, playedOn, stimulusOf, type ClockCase } from '../sweepBench.ts';

const sampleRateHz = 192_000;
/** −80 dBc in each of H2 to H5. */
const RATIO = 1e-4;
/** Swept to where the fifth harmonic stays under half the rate: a polynomial of samples would fold it back. */
const stimulusFor = (seconds: number): Float64Array =>
  stimulusOf(frequencyResponse, sampleRateHz, { seconds, bandHz: [20, 16_500] });
const fiveSeconds = stimulusFor(5);
const PEAK = Math.SQRT2;

/** Chebyshev polynomials of the sample make exactly one harmonic each of a sine of full amplitude. */
function distorted(sample: number): number {
  const x = sample / PEAK;
  const square = x * x;
  const second = 2 * square - 1;
  const third = (4 * square - 3) * x;
  const fourth = (8 * square - 8) * square + 1;
  const fifth = ((16 * square - 20) * square + 5) * x;
  return PEAK * (x + RATIO * (second + third + fourth + fifth));
}

function measured(clock: ClockCase, noiseRms: number, stimulus = fiveSeconds) {
  const played = playedOn(stimulus, sampleRateHz, clock).map(distorted);
  return analyzeKind(
    frequencyResponse,
    {
      captures: { main: { sampleRateHz, unit: 'V', channels: [addNoise(played, noiseRms, 7)] } },
      reference: { sampleRateHz, unit: 'V', channels: [stimulus] },
    },
    {},
  );
}

const SHARED: ClockCase = { ppm: 0, wanderPpm: 0, latencyFrames: 4000 };
/** H2 from 100 Hz and H5 from 300 Hz are required; those between, between. */
const FROM_HZ = { h2Db: 100, h3Db: 150, h4Db: 220, h5Db: 300 } as const;
const COLUMNS = Object.keys(FROM_HZ) as (keyof typeof FROM_HZ)[];

/** Every harmonic's distance from −80 dBc where it is required, and how many points that are. */
function errorsDb({ curves }: ChannelAnalysis): number[] {
  const { harmonics } = curves;
  return COLUMNS.flatMap((column) =>
    harmonics.frequenciesHz.flatMap((hertz, index) => {
      if (hertz! < FROM_HZ[column] || hertz! > 16_500) return [];
      const level = harmonics[column][index];
      return [level === null ? Infinity : Math.abs(level + 80)];
    }),
  );
}

describe('H2 to H5 of a known Chebyshev nonlinearity at −80 dBc, from a 5 s sweep', () => {
  it('[FR-9] are within 0.2 dB, from 100 Hz (H2) and 300 Hz (H5)', () => {
    const errors = errorsDb(measured(SHARED, 0).channels[0]);
    expect(errors.length).toBeGreaterThan(550);
    expectClose(Math.max(...errors), 0, { within: 0.2, unit: 'dB', because: 'the required accuracy' });
  });

  it('[FR-9] are within 0.2 dB in noise 110 dB under the sweep, and their uncertainty covers them', () => {
    const [channel] = measured(SHARED, 10 ** (-110 / 20)).channels;
    expectClose(Math.max(...errorsDb(channel)), 0, { within: 0.2, unit: 'dB', because: 'the required accuracy' });
    const { harmonics } = channel.curves;
    const misses = COLUMNS.flatMap((column) =>
      harmonics.frequenciesHz.filter((hertz, index) => {
        const level = harmonics[column][index];
        const uncertainty = harmonics[column.replace('Db', 'UncertaintiesDb')][index];
        return hertz! >= FROM_HZ[column] && level !== null && Math.abs(level + 80) > uncertainty!;
      }),
    );
    expect(misses.length).toBeLessThan(0.06 * 4 * harmonics.frequenciesHz.length);
  });

  it.each([
    { ppm: 1, wanderPpm: 0, latencyFrames: 4000 },
    { ppm: -25, wanderPpm: 0, latencyFrames: 3000.4 },
    { ppm: 100, wanderPpm: 0, latencyFrames: 5000 },
    { ppm: -100, wanderPpm: 2, latencyFrames: 5000.8 },
    { ppm: 100, wanderPpm: 0, latencyFrames: 4000, seconds: 10 },
  ])(
    '[FR-3] change by less than 0.02 dB on another clock: $ppm ppm, wander $wanderPpm ppm',
    ({ seconds, ...clock }) => {
      const analysis = measured(clock, 0, seconds === undefined ? fiveSeconds : stimulusFor(seconds));
      const errors = errorsDb(analysis.channels[0]);
      // −80 dBc lines on a resampled sweep: images of the resampler stand at −108 dB
      expectClose(Math.max(...errors), 0, { within: 0.02, unit: 'dB', because: 'the required invariance' });
      const { frequenciesHz, magnitudesDb } = analysis.channels[0].curves.response;
      const inside = magnitudesDb.filter((_, index) => frequenciesHz[index]! >= 20 && frequenciesHz[index]! <= 16_500);
      expectClose(Math.max(...inside.map((level) => Math.abs(level!))), 0, {
        within: 0.02,
        unit: 'dB',
        because: 'the required invariance',
      });
      expectClose(analysis.clock!.ppm, clock.ppm, {
        within: 1e-3 + clock.wanderPpm,
        unit: 'ppm',
        because: 'pilot tones 5.9 s apart without noise; wander is part of their mean rate',
      });
    },
  );
});
