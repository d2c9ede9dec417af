import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/signal/random.ts';
import { dbFromRatio, ratioFromDb } from '../../../core/units/decibel.ts';
import { expectClose } from '../../expectClose.ts';
import { acquireThrough, doublesOf, readPair, type TestServer } from './qa40xBench.ts';

const FRAMES = 32_768;
const RATE_HZ = 48_000;
const BIN_HZ = RATE_HZ / FRAMES;
/** 1 kHz on its bin. */
const TONE_HZ = 683 * BIN_HZ;
/** Of −10 dBV, volts. */
const AMPLITUDE = Math.SQRT2 * ratioFromDb(-10);
const ROUNDING = { within: 1e-6, unit: 'dB', because: 'a tone on a bin is read to rounding: float64 keeps 1e-10' };

describe('readings of the QA40x interface against what is known', () => {
  let server: TestServer;
  let heard: readonly Float64Array[];
  afterEach(() => server.close());

  const acquire = async (...asked: Parameters<typeof acquireThrough>): Promise<void> => {
    ({ server, heard } = await acquireThrough(...asked));
  };
  const read = (path: string): ReturnType<typeof readPair> => readPair(server, path);

  it('level, peak and frequency of a tone: the left device doubles, the right one is a cable', async () => {
    await acquire((samples, channel) => samples.map((value) => (channel === 0 ? 2 : 1) * value));
    for (const path of ['/RmsDbv/20/20000', '/PeakDbv/995/1005', `/PeakDbv/${TONE_HZ}/${TONE_HZ}`]) {
      const [left, right] = await read(path);
      expectClose(left, -10 + dbFromRatio(2), ROUNDING);
      expectClose(right, -10, ROUNDING);
    }
    expect(await read('/PeakHz/20/20000')).toEqual([TONE_HZ, TONE_HZ]);
  });

  it.each(['Rectangle', 'Bartlett', 'Hamming', 'Hann', 'FlatTop'])('reads the same level under %s', async (window) => {
    await acquire((samples) => samples, [`Windowing/${window}`, 'AudioGen/Gen1/On/1000/-10']);
    expectClose((await read('/PeakDbv/995/1005'))[0], -10, ROUNDING);
    const skirts = { within: 1e-4, unit: 'dB', because: 'the triangle leaves 1e-6 of the power in its skirts outside' };
    expectClose((await read('/RmsDbv/20/20000'))[0], -10, skirts);
  });

  it('THD and THD+N of a second and a third harmonic, as ratios to the fundamental', async () => {
    // sin² and sin³ of a tone of amplitude A put a·A/2 and b·A²/4 of it on its harmonics
    const [a, b] = [1e-3, 2e-3];
    await acquire((samples) => samples.map((x) => x + a * x * x + b * x * x * x));
    const second = (a * AMPLITUDE) / 2;
    const third = (b * AMPLITUDE ** 2) / 4;
    const fundamental = 1 + (3 * b * AMPLITUDE ** 2) / 4;
    const thd = Math.hypot(second, third) / fundamental;
    const within = { within: 1e-3, unit: 'dB', because: 'the lines end 30 Hz beside their centres' };
    for (const [path, expected] of [
      ['/ThdDb/1000/20000', thd],
      ['/ThdDb/1000/2500', second / fundamental],
      ['/ThdnDb/1000/20/20000', thd],
      ['/ThdnDb/1000/2500/20000', third / fundamental],
    ] as const)
      expectClose((await read(path))[0], dbFromRatio(expected), within);
    expectClose((await read('/ThdPct/1000/20000'))[1], 100 * thd, {
      within: 1e-6,
      unit: '%',
      because: '1e-4 of the ratio itself',
    });
    expectClose((await read('/ThdnPct/1000/20/20000'))[1], 100 * thd, {
      within: 1e-6,
      unit: '%',
      because: '1e-4 of the ratio itself',
    });
  });

  it('a record of eight cycles is read from its windowed spectrum', async () => {
    const a = 1e-3;
    const random = createRandom(9);
    await acquire(
      (samples) => samples.map((x) => x + a * x * x + 1e-6 * random.gaussian()),
      ['BufferSize/8192', 'AudioGen/Gen1/On/50/-2'],
    );
    const amplitude = Math.SQRT2 * ratioFromDb(-2);
    const thd = {
      within: 0.05,
      unit: 'dB',
      because: 'the flat top’s sidelobes are 90 dB down, 25 dB under the harmonic',
    };
    expectClose((await read('/ThdDb/50/22000'))[0], dbFromRatio((a * amplitude) / 2), thd);
    expectClose((await read('/ThdnDb/50/20/20000'))[0], dbFromRatio((a * amplitude) / 2), thd);
    // Under a flat top the lines touch, and nothing is left to read noise from
    expect((await read('/SnrDb/50/20/20000'))[0]).toBeNaN();
    await server.fields('PUT', '/Settings/Windowing/Hann');
    const noise = 1e-6 * Math.sqrt((20_000 - 20) / 24_000);
    expectClose((await read('/SnrDb/50/20/20000'))[0], dbFromRatio(ratioFromDb(-2) / noise), {
      within: 0.4,
      unit: 'dB',
      because: 'three times the chance in 1,500 bins, of which the window joins 1.5',
    });
    expect((await read('/ThdDb/50/90'))[0]).toBeNaN();
  });

  it('eight cycles of nothing are no tone', async () => {
    const random = createRandom(4);
    await acquire((samples) => samples.map(() => 1e-5 * random.gaussian()), ['BufferSize/8192']);
    expect(await server.fields('GET', '/ThdDb/50/20000')).toMatchObject({ Left: 'NaN' });
  });

  it('SNR and THD+N of white noise: its share in the band', async () => {
    const sigma = 1e-4;
    const random = createRandom(7);
    await acquire((samples) => samples.map((value) => value + sigma * random.gaussian()));
    const inBand = sigma * Math.sqrt((20_000 - 20) / (RATE_HZ / 2));
    const expected = dbFromRatio(ratioFromDb(-10) / inBand);
    const chance = {
      within: 0.15,
      unit: 'dB',
      because: 'three times the chance in 13,600 bins: 8.7/sqrt(2·13,600) dB',
    };
    expectClose((await read('/SnrDb/1000/20/20000'))[0], expected, chance);
    expectClose((await read('/ThdnDb/1000/20/20000'))[1], -expected, chance);
    // Without its tone: a band of noise, over the window's noise bandwidth
    const quiet = {
      ...chance,
      within: 0.4,
      because: 'three times the chance in 6,800 bins, of which the window joins 4',
    };
    expectClose((await read('/RmsDbv/2000/12000'))[0], dbFromRatio(sigma * Math.sqrt(10_000 / (RATE_HZ / 2))), quiet);
  });

  it('a reading without a tone in it is NaN and no number that looks like one', async () => {
    const random = createRandom(3);
    await acquire((samples) => samples.map(() => 1e-5 * random.gaussian()), []);
    for (const path of ['/ThdDb/1000/20000', '/ThdPct/1000/20000', '/ThdnDb/1000/20/20000', '/SnrDb/1000/20/20000'])
      expect(await server.fields('GET', path)).toMatchObject({ Left: 'NaN', Right: 'NaN' });
  });

  it('digital silence has no level: -Infinity, as every language of the clients reads it', async () => {
    await acquire((samples) => samples.map(() => 0));
    expect(await server.fields('GET', '/RmsDbv/20/20000')).toMatchObject({ Left: '-Infinity', Right: '-Infinity' });
  });

  it('A-weighting turns the level at 100 Hz down by 19.1 dB', async () => {
    await acquire((samples) => samples, ['AudioGen/Gen1/On/100/-10', 'Weighting/AWeighting']);
    // IEC 61672-1, table 3, at 100 Hz; the tone plays at 99.6 Hz
    const within = { within: 0.1, unit: 'dB', because: 'the table has one decimal, and the bin lies 0.4 Hz lower' };
    expectClose((await read('/RmsDbv/20/20000'))[0], -10 - 19.1, within);
    await server.fields('PUT', '/Settings/Weighting/None');
    expectClose((await read('/RmsDbv/20/20000'))[0], -10, ROUNDING);
  });

  it('time data are the samples themselves, with the time between them in full', async () => {
    await acquire((samples, channel) => samples.map((value) => value * (channel + 1)));
    const time = await server.fields('GET', '/Data/Time/Input');
    expect(Number(time.Dx)).toBe(1 / RATE_HZ);
    expect(doublesOf(time.Left)).toEqual(heard[0]);
    expect(doublesOf(time.Right)).toEqual(heard[1]);
    expect(time.Left).not.toMatch(/\s/);
    const output = await server.fields('GET', '/Data/Time/Output');
    const doubled = doublesOf(output.Left).map((value, index) => 2 * value - heard[1][index]);
    expect(Math.max(...doubled)).toBe(0);
  });

  it('frequency data are volts rms from 0 Hz: a sine of 0 dBV reads 1 in its bin, DC its volts', async () => {
    await acquire((samples) => samples.map((value) => value + 0.25), ['AudioGen/Gen1/On/1000/0', 'Windowing/Hann']);
    const { Dx, Left } = await server.fields('GET', '/Data/Frequency/Input');
    const volts = doublesOf(Left);
    expect([Number(Dx), volts.length]).toEqual([BIN_HZ, FRAMES / 2]);
    const close = { within: 1e-9, unit: 'V', because: 'float64 rounding in 15 passes' };
    expectClose(volts[683], 1, close);
    expectClose(volts[0], 0.25, close);
    expectClose(volts[5000], 0, close);
  });

  it.each([
    ['/RmsDbv/1000/100', 400, 'no bin lies from 1000 Hz to 100 Hz'],
    ['/RmsDbv/30000/40000', 400, 'no bin lies'],
    ['/PeakDbv/a/b', 400, '{min} is "a" but must be a number'],
    ['/ThdDb/0/20000', 400, 'the fundamental is 0 Hz'],
    ['/ThdnDb/1000/20000/20', 400, 'the band must rise'],
    ['/ThdDb/2/20000', 400, 'record'],
    ['/ThdDb/25000/30000', 400, 'must be below 24000'],
    ['/Graph/Frequency/In/2', 400, 'must be one of 0, 1'],
  ])('GET %s is refused with %i', async (path, status, reason) => {
    await acquire((samples) => samples, ['BufferSize/32768', 'AudioGen/Gen1/On/1000/-10']);
    const reply = await server.call('GET', path);
    expect([reply.status, reply.reason]).toEqual([status, expect.stringContaining(reason)]);
  });

  it('the picture is a PNG', async () => {
    await acquire((samples) => samples, ['Title/Unit%207', 'AudioGen/Gen1/On/1000/-10']);
    const { status, headers, body } = await server.call('GET', '/Graph/Frequency/In/1');
    expect([status, headers['content-type']]).toEqual([200, 'image/png']);
    expect(body.subarray(1, 4).toString()).toBe('PNG');
  });
});
