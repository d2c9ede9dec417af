import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/signal/random.ts';
import { dbFromRatio } from '../../../core/units/decibel.ts';
import { expectClose } from '../../expectClose.ts';
import {
  acquireThrough,
  base64Of,
  doublesOf,
  engineThatHears,
  openQa40x,
  readPair,
  type TestServer,
} from './qa40xBench.ts';

const FRAMES = 32_768;
const RATE_HZ = 48_000;
const BIN_HZ = RATE_HZ / FRAMES;
/** 1 kHz on its bin. */
const TONE_HZ = 683 * BIN_HZ;
const ROUNDING = { within: 1e-6, unit: 'dB', because: 'a tone on a bin is read to rounding: float64 keeps 1e-10' };

describe('what the QA40x interface plays, by what it reads of it', () => {
  let server: TestServer;
  afterEach(() => server.close());

  const acquire = async (...asked: Parameters<typeof acquireThrough>): Promise<void> => {
    ({ server } = await acquireThrough(...asked));
  };
  const read = (path: string): ReturnType<typeof readPair> => readPair(server, path);

  it('a tone asked between bins moves onto one, or stays where rounding is off', async () => {
    await acquire((samples) => samples, ['AudioGen/Gen1/On/1000/-10', 'RoundFrequencies/Off', 'Windowing/FlatTop']);
    const flat = { within: 0.01, unit: 'dB', because: 'the flat top falls by that much half a bin away' };
    expectClose((await read('/PeakDbv/995/1005'))[0], -10, flat);
    const output = doublesOf((await server.fields('GET', '/Data/Time/Output')).Left);
    // 480 frames are ten cycles of 1000 Hz itself, and of no bin beside it
    const within = { within: 1e-9, unit: 'V', because: 'float64 rounding of the phase' };
    expectClose(output[0] - output[480], 0, within);
  });

  it('two generators play together', async () => {
    await acquire((samples) => samples, ['AudioGen/Gen1/On/1000/-10', 'AudioGen/Gen2/On/4500/-20']);
    expectClose((await read('/PeakDbv/990/1010'))[0], -10, ROUNDING);
    expectClose((await read('/PeakDbv/4490/4510'))[0], -20, ROUNDING);
    expectClose((await read('/RmsDbv/20/20000'))[0], 10 * Math.log10(0.1 + 0.01), ROUNDING);
  });

  it('phase and delay of the right channel', async () => {
    // The tone has 683 cycles in the record that goes round
    await acquire((samples, channel) =>
      channel === 0 ? samples : samples.map((_, index) => samples[(index - 12 + FRAMES) % FRAMES]),
    );
    const degrees = Number((await server.fields('GET', '/Phase/Degrees')).Value);
    const close = { within: 1e-4, unit: 'degrees', because: 'the phase of a noiseless tone is read to 1e-6 rad' };
    expectClose(degrees, (-360 * 12 * TONE_HZ) / RATE_HZ, close);
    const seconds = Number((await server.fields('GET', '/Phase/Seconds')).Value);
    expectClose(seconds, 12 / RATE_HZ, { within: 1e-9, unit: 's', because: '1e-6 rad at 1 kHz is 0.2 ns' });
  });

  it('muting silences one output', async () => {
    await acquire((samples) => samples, ['AudioGen/Gen1/On/1000/-10', 'Muting/MuteLeft']);
    const [left, right] = await read('/RmsDbv/20/20000');
    expect(left).toBe(-Infinity);
    expectClose(right, -10, ROUNDING);
  });

  it('a chirp reads the response times its level, gated and smoothed or not', async () => {
    for (const chirp of ['-20/0/0/False', '-20/0.05/48/False']) {
      await acquire(
        (samples) => samples.map((value) => value / 2),
        ['OutputSource/ExpoChirp', `ExpoChirpGen/${chirp}`],
      );
      const { Left } = await server.fields('GET', '/Data/Frequency/Input');
      const volts = doublesOf(Left);
      const flat = { within: 0.1, unit: 'dB', because: 'the gate and the ends of the band ripple' };
      for (const bin of [100, 683, 5000, 10_000]) expectClose(dbFromRatio(volts[bin]), -20 + dbFromRatio(0.5), flat);
      await server.close();
    }
    await acquire(
      (samples, channel) => samples.map((value) => value * (channel === 0 ? 3 : 0.5)),
      ['OutputSource/ExpoChirp', 'ExpoChirpGen/-20/0/0/True'],
    );
    const close = { within: 1e-6, unit: 'dB', because: 'a quotient of the same samples' };
    expectClose((await read('/PeakDbv/1000/1000.5'))[0], -20 + dbFromRatio(6), close);
  });

  it('a stimulus in the body plays verbatim and comes back in time', async () => {
    const random = createRandom(5);
    const left = Float64Array.from({ length: FRAMES }, () => 0.1 * random.gaussian());
    const right = Float64Array.from({ length: FRAMES }, (_, index) => (index === 100 ? 0.5 : 0));
    const engine = engineThatHears();
    server = await openQa40x({ engine });
    // A source of Off does not keep it from playing
    await server.fields('PUT', '/Settings/OutputSource/Off');
    const body = JSON.stringify({ Left: base64Of(left), Right: base64Of(right) });
    await server.fields('POST', '/Acquisition', { body, headers: { 'content-type': 'application/json' } });
    const time = await server.fields('GET', '/Data/Time/Input');
    expect(doublesOf(time.Left)).toEqual(left);
    expect(doublesOf(time.Right)).toEqual(right);
    // It rises from silence and falls back to it
    const [played] = engine.requests[0].stimulus.channels;
    expect([played[0] === 0, played.at(-1) === 0]).toEqual([true, true]);
    const steps = played.slice(1).map((value, index) => Math.abs(value - played[index]));
    expect(steps.slice(0, 10).every((step) => step < 0.01)).toBe(true);
  });
});
