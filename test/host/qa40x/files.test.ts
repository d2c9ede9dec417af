import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ratioFromDb } from '../../../core/units/decibel.ts';
import { sine } from '../../../core/signal/sine.ts';
import type { AcquisitionRequest } from '../../../electron/ipc/acquisition.ts';
import { AmpbenchError } from '../../../core/errors.ts';
import { writeFloat32Wave } from '../../../host/files/wave/waveWriter.ts';
import { expectClose } from '../../expectClose.ts';
import { engineThatHears, heardThroughCable, openQa40x, type TestServer } from './qa40xBench.ts';

describe('files that the QA40x interface is asked for by name', () => {
  let root: string;
  let folder: string;
  let server: TestServer;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ampbench-qa40x-'));
    folder = join(root, 'files');
    mkdirSync(folder);
    writeFileSync(join(root, 'secret.txt'), 'BufferSize/1024');
  });
  afterEach(async () => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  });

  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('a settings file is its calls, all or none', async () => {
    const engine = engineThatHears();
    server = await openQa40x({ engine, filesDir: folder });
    writeFileSync(join(folder, 'my good.txt'), '# a test\r\nBufferSize/4096\r\n\r\nAudioGen/Gen1/On/1000/-10\r\n');
    writeFileSync(join(folder, 'bad.txt'), 'BufferSize/2048\nBufferSize/7\n');
    // A path of another machine stands for its last part
    await server.fields('PUT', `/Settings/LoadFromFile/C%3a%5cUsers%5cme%5cmy+good.txt`);
    const { status, reason } = await server.call('PUT', '/Settings/LoadFromFile/bad.txt');
    expect([status, reason]).toEqual([400, expect.stringContaining('"7" but must be one of')]);
    await server.fields('POST', '/Acquisition');
    expect(engine.requests[0].stimulus.frames).toBe(4096);
  });

  it.each(['nothing.txt', '..', '.', '..%2Fsecret.txt', 'link.txt', '%00', ''])('%s opens nothing', async (name) => {
    server = await openQa40x({ engine: engineThatHears(), filesDir: folder });
    symlinkSync(join(root, 'secret.txt'), join(folder, 'link.txt'));
    const { status, reason } = await server.call('PUT', `/Settings/LoadFromFile/${name}`);
    expect([status, reason]).toEqual([400, expect.stringContaining('there is no file')]);
  });

  it('a mask passes a channel that keeps to its limits', async () => {
    const engine = engineThatHears((request) =>
      heardThroughCable(request).map((samples, channel) =>
        channel === 0 ? samples : samples.map((value) => 2 * value),
      ),
    );
    server = await openQa40x({ engine, filesDir: folder });
    // The tone at -10 dBV may reach -7 there; the right channel is 6 dB higher
    writeFileSync(join(folder, 'mask.csv'), '# Hz, highest, lowest\n20, -3\n1000, -7\n20000, -7\n');
    writeFileSync(join(folder, 'floor.csv'), '900,,-200\n1100,,-200\n');
    writeFileSync(join(folder, 'broken.csv'), '100, 0\n50, 0\n');
    await server.fields('PUT', '/Settings/AudioGen/Gen1/On/1000/-10');
    await server.fields('POST', '/Acquisition');
    expect(await server.fields('GET', '/MaskTest/mask.csv/True/True')).toMatchObject({
      PassLeft: 'True',
      PassRight: 'False',
    });
    expect(await server.fields('GET', '/MaskTest/mask.csv/True/False')).toMatchObject({
      PassLeft: 'True',
      PassRight: 'True',
    });
    expect(await server.fields('GET', '/MaskTest/floor.csv/true/true')).toMatchObject({ PassLeft: 'False' });
    const { status, reason } = await server.call('GET', '/MaskTest/broken.csv/True/True');
    expect([status, reason]).toEqual([400, expect.stringContaining('line 2 of the mask has the frequency "50"')]);
  });

  /** A second of a full-scale tone at 48 kHz. */
  const writeTone = (): Promise<unknown> =>
    writeFloat32Wave(join(folder, 'tone.wav'), {
      sampleRateHz: 48_000,
      channelCount: 1,
      frames: Float32Array.from(sine(48_000, 48_000, 1000, Math.SQRT1_2)),
    });

  it('a file is auditioned at its level and volume, over and over, until it is stopped', async () => {
    await writeTone();
    let stop: (() => void) | null = null;
    const engine = engineThatHears(
      (request: AcquisitionRequest) =>
        new Promise((resolve, reject) => {
          stop = () => {
            reject(new AmpbenchError('cancelled', 'run-cancelled', 'stopped'));
          };
          if (engine.requests.length === 1) resolve(heardThroughCable(request));
        }),
    );
    const cancel = engine.cancelAcquisition;
    engine.cancelAcquisition = () => {
      stop?.();
      return cancel();
    };
    server = await openQa40x({ engine, filesDir: folder });
    await server.fields('POST', '/AuditionStart/tone.wav/8/0.5/True');
    // The first round ended by itself
    await until(() => engine.requests.length === 2);
    const peakOf = (request: AcquisitionRequest): number => Math.max(...request.stimulus.channels[1]);
    const rounding = { within: 1e-6, unit: 'V', because: 'the file holds float32' };
    const fullScale = ratioFromDb(8) * Math.SQRT2;
    expectClose(peakOf(engine.requests[1]), 0.5 * fullScale, rounding);
    expect((await server.call('PUT', '/AuditionVolume/0.9')).reason).toContain('7.08 dBV is more than');
    expect((await server.call('POST', '/AuditionStart/tone.wav/0/1/True')).reason).toContain('a file is playing');
    await server.fields('PUT', '/AuditionVolume/0.25');
    await until(() => engine.requests.length === 3);
    expectClose(peakOf(engine.requests[2]), 0.25 * fullScale, rounding);
    await server.fields('POST', '/AuditionStop');
    expect((await server.call('PUT', '/AuditionVolume/0.5')).reason).toContain('no file is playing');
    expect(engine.requests).toHaveLength(3);
  });

  it.each([
    ['POST', '/AuditionStart/tone.wav/8/0.8/False', '6.06 dBV is more than'],
    ['POST', '/AuditionStart/tone.wav/0/1.1/False', '"1.1" but must be a number from 0 to 1'],
    ['POST', '/AuditionStart/none.wav/0/1/False', 'there is no file'],
    ['POST', '/AuditionStart/text.wav/0/1/False', 'text.wav'],
    ['POST', '/AuditionStart/slow.wav/0/1/False', 'is at 8000 Hz but the rig opens at'],
  ])('%s %s is refused', async (verb, path, why) => {
    await writeTone();
    writeFileSync(join(folder, 'text.wav'), 'not a sound');
    await writeFloat32Wave(join(folder, 'slow.wav'), {
      sampleRateHz: 8000,
      channelCount: 1,
      frames: new Float32Array(8),
    });
    const engine = engineThatHears();
    server = await openQa40x({ engine, filesDir: folder });
    const { status, reason } = await server.call(verb, path);
    expect([status, reason]).toEqual([400, expect.stringContaining(why)]);
    expect(engine.requests).toEqual([]);
  });
});
