import { createRandom } from '../../core/signal/random.ts';
import {
  noiseSignal,
  played,
  recorded,
  sweepSignal,
  throughDevice,
  toneSignal,
  type ClosedForm,
  type FreeClock,
} from './freeRunning.ts';

export interface CleanCapture {
  readonly what: string;
  readonly sampleRateHz: number;
  readonly reference: Float64Array;
  readonly capture: Float64Array;
}

/** 32 tones a third of an octave apart and a little off, of random phases. */
export function multitoneSignal(sampleRateHz: number, seconds: number, uniform: () => number): ClosedForm {
  return toneSignal(
    sampleRateHz,
    seconds,
    Array.from({ length: 32 }, (_, index) => ({
      frequencyHz: 20 * 2 ** (index / 3.15) + 0.37 * index,
      amplitude: 0.03,
      phaseRadians: 2 * Math.PI * uniform(),
    })),
  );
}

/**
 * A capture with nothing wrong, number `index` of a series: tone, two tones, sweep, multitone or noise, at 44.1 to 96 kHz, on another clock that is up
 * to 100 ppm off and wanders, through a device of random corners and polarity, 70 to 120 dB over white noise, in 24 bits.
 */
export function cleanCapture(index: number, seconds: number): CleanCapture {
  const random = createRandom(1000 + index);
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  const sampleRateHz = [44_100, 48_000, 96_000][index % 3];
  const kind = (['tone', 'two tones', 'sweep', 'multitone', 'noise'] as const)[index % 5];
  const signals: Readonly<Record<typeof kind, () => ClosedForm>> = {
    tone: () => toneSignal(sampleRateHz, seconds, [{ frequencyHz: 20 * 900 ** random.uniform(), amplitude: 0.7 }]),
    'two tones': () =>
      toneSignal(sampleRateHz, seconds, [
        { frequencyHz: between(40, 300), amplitude: 0.5 },
        { frequencyHz: between(5000, 19_000), amplitude: 0.12 },
      ]),
    sweep: () => sweepSignal(sampleRateHz, seconds, between(10, 40), between(18_000, 20_500)),
    multitone: () => multitoneSignal(sampleRateHz, seconds, random.uniform),
    noise: () => noiseSignal(sampleRateHz, seconds, 20, 20_000, 7000 + index),
  };
  const signal = signals[kind]();
  const clock: FreeClock = {
    ppm: between(-100, 100),
    wanderPpm: between(0, 2),
    wanderPeriodSeconds: between(8, 40),
    latencyFrames: between(100, 4000),
  };
  const noiseRms = 0.5 * 10 ** (-between(70, 120) / 20);
  const line = recorded(signal, clock, { gain: random.uniform() < 0.5 ? -1 : 1 });
  const heard = throughDevice(line, sampleRateHz, between(0.5, 8), between(0.35, 0.6) * sampleRateHz);
  const capture = heard.map((value) => Math.round((value + noiseRms * random.gaussian()) * 2 ** 23) / 2 ** 23);
  return { what: `${kind} ${index}`, sampleRateHz, reference: played(signal), capture };
}
