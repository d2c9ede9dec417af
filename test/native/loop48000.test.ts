import { expect, it } from 'vitest';
import type { PlayrecRequest } from '../../host/audio/audioIo.ts';
import { expectExactLoop } from './bench/expectExactLoop.ts';
import { ampRequest, buildPattern } from './bench/pattern.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { LOOP_SECONDS, useBench } from './bench/useBench.ts';

describeOnLoop('PortAudio loop at 48 kHz', () => {
  const inUse = useBench(48_000);
  const small = (changes: Partial<PlayrecRequest>): PlayrecRequest =>
    ampRequest(buildPattern(48_000, 4800, 3), 0, changes);

  it('lists the amp as a device of JACK, with its channels and rate', async () => {
    const list = await inUse.io.listDevices();
    expect(list.driver).toBe('portaudio');
    expect(list.version).toMatch(/^PortAudio/);
    expect(list.hostApis).toContain('JACK Audio Connection Kit');
    expect(list.devices.find((device) => device.name === 'amp')).toMatchObject({
      hostApi: 'JACK Audio Connection Kit',
      maxInputChannels: 3,
      maxOutputChannels: 3,
      defaultSampleRateHz: 48_000,
    });
  });

  it(`carries ${LOOP_SECONDS} s bit for bit without an xrun`, async () => {
    await expectExactLoop(inUse, LOOP_SECONDS);
  });

  it('refuses a device that is not there, naming what is', async () => {
    const failing = inUse.io.playrec(small({ outputDevice: 'Grand Piano' }));
    await expect(failing).rejects.toMatchObject({
      kind: 'device',
      code: 'device-not-found',
      message: expect.stringMatching(/no output device "Grand Piano".*"amp"/) as string,
    });
  });

  it('refuses a name that fits several devices, naming them', async () => {
    // "system" and "amp" both contain an m.
    const failing = inUse.io.playrec(small({ outputDevice: 'm', inputDevice: 'm' }));
    await expect(failing).rejects.toMatchObject({
      code: 'device-ambiguous',
      message: expect.stringMatching(/"system".*"amp"/) as string,
    });
  });

  it('finds a device by a part of its name', async () => {
    expect(await inUse.io.supports(small({ outputDevice: 'AM', inputDevice: 'aM' }))).toBeNull();
  });

  it('refuses another rate than the server runs at, naming both', async () => {
    const frames = buildPattern(44_100, 4410, 3);
    const failing = inUse.io.playrec(ampRequest(frames, 0));
    await expect(failing).rejects.toMatchObject({
      kind: 'device',
      code: 'format-not-supported',
      message: expect.stringContaining('sampleRateHz is 44100 but must be 48000') as string,
      data: { portAudioCode: -9997 },
    });
    expect(await inUse.io.supports(ampRequest(frames, 0))).toContain('must be 48000');
  });

  it('refuses more channels than the device has', async () => {
    const failing = inUse.io.playrec(small({ inputChannelCount: 5 }));
    await expect(failing).rejects.toMatchObject({ code: 'too-few-channels', data: { available: 3, channelCount: 5 } });
  });

  it('refuses frames that are not what the stream is opened for', async () => {
    await expect(inUse.io.playrec(small({ format: 'int24' }))).rejects.toMatchObject({ code: 'frames-unlike-request' });
    await expect(inUse.io.playrec(small({ outputChannelCount: 2 }))).rejects.toMatchObject({
      code: 'frames-unlike-request',
    });
  });

  it('works again after all these refusals', async () => {
    expect((await inUse.io.playrec(small({}))).frameCount).toBe(4800);
  });
});
