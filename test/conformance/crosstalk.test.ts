import { describe, expect, it } from 'vitest';
import type { Analysis, Capture } from '../../core/measure/analysis.ts';
import { crosstalk } from '../../core/measure/crosstalk/kind.ts';
import { multitone, multitoneDesign, multitonePhases } from '../../core/signal/multitone.ts';
import { createRandom } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';
import { PLAYER_RATES, playedTones, SHARED_CLOCK, type PlayerRate } from '../playerTones.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48_000;
const turnFrames = 2.5 * sampleRateHz;
const ratio = (db: number): number => 10 ** (db / 20);

const measure = (channels: readonly Float64Array[], reference: Capture | null = null): Analysis =>
  crosstalk.analyze({ captures: { main: { sampleRateHz, unit: 'V', channels } }, reference }, {});
const crosstalkDb = (analysis: Analysis, channel: number): number =>
  analysis.channels[channel - 1].figures.crosstalk.db as number;

/** Two channels driven in turn; each takes some of the other. */
function inTurn(signal: Float64Array, intoFirstDb: number, intoSecondDb: number): [Float64Array, Float64Array] {
  const pause = 12_000;
  const frames = 2 * (signal.length + pause);
  const first = new Float64Array(frames);
  const second = new Float64Array(frames);
  first.set(signal, pause / 2);
  second.set(signal, pause / 2 + signal.length + pause);
  return [
    first.map((value, frame) => value + ratio(intoFirstDb) * second[frame]),
    second.map((value, frame) => value - ratio(intoSecondDb) * first[frame]),
  ];
}

const hum = (frames: number): Float64Array =>
  tones(sampleRateHz, frames, [
    { frequencyHz: 50.01, amplitude: 1e-3 },
    { frequencyHz: 150.03, amplitude: 5e-4 },
    { frequencyHz: 950.19, amplitude: 1e-4 },
    { frequencyHz: 1050.21, amplitude: 1e-4 },
  ]);
const disturbed = (samples: Float64Array, seed: number): Float64Array =>
  sumOf(sumOf(samples, hum(samples.length)), whiteNoise(samples.length, 3e-6, seed));

describe('crosstalk of known strength', () => {
  it.each([-30, -60, -90, -100])('[XT-1] %d dB at the tone, under hum and noise, both ways', (db) => {
    const tone = playedTones(sampleRateHz, turnFrames, [{ frequencyHz: 997, amplitude: 1 }]);
    const [first, second] = inTurn(tone, db, db - 3);
    const analysis = measure([disturbed(first, 1), disturbed(second, 2)]);
    const bound = { within: 0.1, unit: 'dB', because: 'the bound of the accuracy table' };
    expectClose(crosstalkDb(analysis, 1), db, bound);
    expectClose(crosstalkDb(analysis, 2), db - 3, bound);
  });

  it('[XT-1] through a capacitance, a quarter of a cycle late', () => {
    const at = (phaseRadians: number, amplitude: number): Float64Array =>
      playedTones(sampleRateHz, turnFrames, [{ frequencyHz: 997, amplitude, phaseRadians }]);
    const analysis = measure([at(0, 1), disturbed(at(Math.PI / 2, ratio(-80)), 3)]);
    expectClose(crosstalkDb(analysis, 2), -80, { within: 0.1, unit: 'dB', because: 'the bound of the accuracy table' });
  });

  it('[XT-2] against frequency, from the multitone', () => {
    const [first, second] = inTurn(multitone(multitoneDesign(sampleRateHz, 'all'), turnFrames, 1), -70, -80);
    const analysis = measure([disturbed(first, 1), disturbed(second, 2)]);
    for (const [channel, db] of [
      [1, -70],
      [2, -80],
    ]) {
      const { frequenciesHz, ratiosDb } = analysis.channels[channel - 1].curves.crosstalk;
      expect(frequenciesHz).toHaveLength(32);
      for (const value of ratiosDb)
        expectClose(value as number, db, { within: 0.1, unit: 'dB', because: 'the bound of the accuracy table' });
    }
  });

  it('[XT-3] is a bound that holds where it lies under the noise', () => {
    const random = createRandom(4);
    const tone = playedTones(sampleRateHz, turnFrames, [{ frequencyHz: 997, amplitude: 1 }]);
    for (let seed = 0; seed < 4; seed++) {
      const [first, second] = inTurn(tone, -150, -160 - 20 * random.uniform());
      const analysis = measure([disturbed(first, 2 * seed), disturbed(second, 2 * seed + 1)]);
      const figure = analysis.channels[1].figures.crosstalk;
      expect(figure.flags).toContain('below-noise');
      // Noise of 3 µV lies 107 dB under the tone, 44 dB less in its cell of 2.4/T; a bound is 5 dB above that and a sum more
      expect(figure.db).toBeLessThan(-139);
      expect(figure.db).toBeGreaterThan(-152);
    }
  });
});

describe('crosstalk over free-running clocks', () => {
  const even = multitoneDesign(sampleRateHz, 'even');
  const odd = multitoneDesign(sampleRateHz, 'odd');
  const reference: Capture = {
    sampleRateHz,
    unit: 'V',
    channels: [multitone(even, 6 * sampleRateHz, 1), multitone(odd, 6 * sampleRateHz, 1)],
  };
  const phases = [multitonePhases(even), multitonePhases(odd)];
  const interleaved = (rate: PlayerRate): Analysis => {
    const [left, right] = [even, odd].map(({ frequenciesHz }, index) =>
      playedTones(
        sampleRateHz,
        6 * sampleRateHz,
        frequenciesHz.map((frequencyHz, tone) => ({
          frequencyHz,
          amplitude: 1 / phases[index].peak,
          phaseRadians: phases[index].phasesRadians[tone],
        })),
        rate,
      ),
    );
    return measure(
      [left.map((value, n) => value + ratio(-85) * right[n]), right.map((value, n) => value + ratio(-95) * left[n])],
      reference,
    );
  };

  it.each([SHARED_CLOCK, ...PLAYER_RATES])(
    '[XT-4] both ways at once from two sets of tones, $offsetPpm ppm and $wanderPpm ppm of wander',
    (rate) => {
      const analysis = interleaved(rate);
      const bound = { within: 0.02, unit: 'dB', because: 'the bound of the accuracy table' };
      expectClose(crosstalkDb(analysis, 1), -85, bound);
      expectClose(crosstalkDb(analysis, 2), -95, bound);
      expect(analysis.channels[0].curves.crosstalk.frequenciesHz).toHaveLength(16);
      expect(analysis.channels[0].figures['crosstalk-broadband'].reasonCode).toBe('all-driven');
    },
  );
});
