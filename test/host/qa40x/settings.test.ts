import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { engineThatHears, openQa40x, rig, type TestServer } from './qa40xBench.ts';

describe('the settings of the QA40x interface', () => {
  let server: TestServer;
  let engine: ReturnType<typeof engineThatHears>;

  beforeEach(async () => {
    engine = engineThatHears();
    server = await openQa40x({ engine });
  });
  afterEach(() => server.close());

  it.each([
    'Default',
    'BufferSize/1024',
    'BufferSize/1048576',
    'SampleRate/48000',
    'SampleRate/192000',
    'Input/Max/0',
    'Input/Max/42',
    'Windowing/Rectangle',
    'Windowing/flattop',
    'Weighting/None',
    'Weighting/AWeighting',
    'RoundFrequencies/On',
    'RoundFrequencies/Off',
    'AudioGen/Gen1/On/1000/-10',
    'AudioGen/Gen2/Off/1/-120',
    'AudioGen/Gen1/Off/96000/18',
    'AudioGen/Gen1/On/1000.5/-10.25',
    'AudioGen/Gen1/On/1000,5/-10,25',
    'AudioGen/Gen1/On/1e3/-1E1',
    'AudioGen/Gen1/On/+1000/+5',
    'OutputSource/Off',
    'OutputSource/User',
    'OutputSource/Sine',
    'OutputSource/Multitone',
    'OutputSource/WhiteNoise',
    'OutputSource/ExpoChirp',
    'NoiseGen/-40',
    'ExpoChirpGen/-20/0.1/48/False',
    'ExpoChirpGen/-20/0/0/true',
    'IdleGen/Off',
    'I2sGen/Off',
    'I2sGen/Width/16',
    'I2sGen/Width/32',
    'Title/Unit%207%2F12%20%2B%20more',
    'Muting/MuteNone',
    'Muting/MuteLeft',
    'Muting/MuteRight',
  ])('PUT %s answers with the session alone', async (setting) => {
    const { status, headers, body } = await server.call('PUT', `/Settings/${setting}`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    const reply = JSON.parse(body.toString()) as Record<string, string>;
    expect(Object.keys(reply)).toEqual(['SessionId']);
    expect(reply.SessionId).toMatch(/^\d+$/);
  });

  it.each([
    ['BufferSize/196608', /"196608" but must be one of 1024/],
    ['BufferSize/512', /must be one of/],
    ['BufferSize/2097152', /must be one of/],
    ['SampleRate/384000', /must be one of 44100, 48000, 96000, 192000 in PUT \/Settings\/SampleRate/],
    ['Input/Max/5', /must be one of 0, 6, 12/],
    ['Windowing/Kaiser', /"Kaiser" but must be one of Rectangle, Bartlett/],
    ['Weighting/User', /no user weighting/],
    ['Weighting/C', /must be one of/],
    ['RoundFrequencies/1', /must be one of On, Off/],
    ['AudioGen/Gen3/On/1000/-10', /"Gen3" but must be one of Gen1, Gen2/],
    ['AudioGen/Gen1/True/1000/-10', /must be one of On, Off/],
    ['AudioGen/Gen1/On/0.5/-10', /"0.5" but must be a number from 1 to 96000/],
    ['AudioGen/Gen1/On/96001/-10', /from 1 to 96000/],
    ['AudioGen/Gen1/Off/1000/-120.1', /from -120 to 18/],
    ['AudioGen/Gen1/Off/1000/18.1', /from -120 to 18/],
    ['AudioGen/Gen1/On/1000/1.000,5', /"1.000,5" but must be a number/],
    ['AudioGen/Gen1/On/Infinity/-10', /must be a number/],
    ['AudioGen/Gen1/On/0x10/-10', /must be a number/],
    ['AudioGen/Gen1/On/1000/', /"" but must be a number/],
    ['OutputSource/Pink', /must be one of Off, User, Sine/],
    ['NoiseGen/loud', /must be a number/],
    ['ExpoChirpGen/-20/0.1/48/1', /must be one of True, False/],
    ['IdleGen/On', /nothing plays between captures/],
    ['I2sGen/On', /no I2S output/],
    ['I2sGen/Width/24', /must be one of 16, 32/],
    ['Muting/MuteBoth', /must be one of MuteNone/],
    ['LoadFromFile/x', /--qa40x-files/],
    ['Title/%', /no path/],
    ['Title/%ff', /no path/],
  ])('PUT %s is refused with the reason in the status line', async (setting, reason) => {
    const { status, reason: phrase, body } = await server.call('PUT', `/Settings/${setting}`);
    expect(status).toBe(400);
    expect(phrase).toMatch(reason);
    expect(Object.keys(JSON.parse(body.toString()) as object)).toEqual(['SessionId']);
  });

  it('a level above what the rig may play is refused where it would play, kept where it is off', async () => {
    expect(rig.output.maxVoltsRms).toBe(2);
    expect((await server.call('PUT', '/Settings/AudioGen/Gen1/On/1000/6')).status).toBe(200);
    const { status, reason } = await server.call('PUT', '/Settings/AudioGen/Gen1/On/1000/6.1');
    expect([status, reason]).toEqual([400, expect.stringMatching(/6.1 dBV is more than rig .* may play, 6.02 dBV/)]);
    expect((await server.call('PUT', '/Settings/AudioGen/Gen1/Off/1000/18')).status).toBe(200);
    expect((await server.call('PUT', '/Settings/NoiseGen/7')).status).toBe(400);
  });

  it('begins with 32768 frames at 48 kHz and silent generators, and Default brings that back', async () => {
    const acquired = async () => {
      await server.fields('POST', '/Acquisition');
      const { stimulus, rig: used } = engine.requests.at(-1)!;
      const peak = Math.max(...stimulus.channels[0].map(Math.abs));
      return { frames: stimulus.frames, sampleRateHz: used.sampleRateHz, peak };
    };
    expect(await acquired()).toEqual({ frames: 32768, sampleRateHz: 48_000, peak: 0 });
    await server.fields('PUT', '/Settings/BufferSize/4096');
    await server.fields('PUT', '/Settings/SampleRate/96000');
    await server.fields('PUT', '/Settings/AudioGen/Gen1/On/1000/0');
    expect(await acquired()).toMatchObject({ frames: 4096, sampleRateHz: 96_000 });
    expect((await acquired()).peak).toBeGreaterThan(1.4);
    await server.fields('PUT', '/Settings/Default');
    expect(await acquired()).toEqual({ frames: 32768, sampleRateHz: 48_000, peak: 0 });
  });

  it('begins at the lowest rate that the rig opens at where 48 kHz is none', async () => {
    await server.close();
    engine.testRates = () => Promise.resolve([{ sampleRateHz: 192_000, refusal: null }]);
    server = await openQa40x({ engine });
    await server.fields('POST', '/Acquisition');
    expect(engine.requests[0].rig.sampleRateHz).toBe(192_000);
  });

  it('a rig that opens at no rate is not served', async () => {
    engine.testRates = () => Promise.resolve([{ sampleRateHz: 48_000, refusal: 'the device is gone' }]);
    await expect(openQa40x({ engine })).rejects.toMatchObject({
      code: 'no-rate',
      message: expect.stringContaining('the device is gone') as unknown,
    });
  });

  it('is not connected where the devices are gone', async () => {
    expect((await server.fields('GET', '/Status/Connection')).Value).toBe('True');
    const list = await engine.rigDevices({ kind: 'given', rig });
    engine.rigDevices = () => Promise.resolve({ ...list, devices: [] });
    expect((await server.fields('GET', '/Status/Connection')).Value).toBe('False');
  });

  it('parallel settings in any order all count', async () => {
    await Promise.all(
      ['BufferSize/8192', 'SampleRate/96000', 'Windowing/Hann', 'AudioGen/Gen1/On/1000/-10', 'OutputSource/Sine'].map(
        (setting) => server.fields('PUT', `/Settings/${setting}`),
      ),
    );
    await server.fields('POST', '/Acquisition');
    expect(engine.requests[0].stimulus.frames).toBe(8192);
    expect(engine.requests[0].rig.sampleRateHz).toBe(96_000);
  });

  it("the input range becomes the take's limit, never more than the rig's own", async () => {
    await server.fields('PUT', '/Settings/Input/Max/0');
    await server.fields('POST', '/Acquisition');
    // 0 dBV and half a decibel
    expect(engine.requests[0].rig.input.maxVoltsRms).toBe(1.06);
    await server.fields('PUT', '/Settings/Input/Max/42');
    await server.fields('POST', '/Acquisition');
    expect(engine.requests[1].rig.input.maxVoltsRms).toBe(rig.input.maxVoltsRms);
  });
});
