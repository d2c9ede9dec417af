import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PlayrecRequest } from '../../host/audio/audioIo.ts';
import { createNaudiodonIo } from '../../host/audio/naudiodon.ts';
import type { DeviceFrames } from '../../core/signal/types.ts';
import { ampRequest, buildPattern, countWrongSamples, latencyOf } from './bench/pattern.ts';
import { buildSine } from './bench/sine.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { enterBench, startJackBench } from './jackBench.ts';
import type { JackBench } from './jackBench.ts';

const SAMPLE_RATE_HZ = 96_000;
const CHANNELS = [1, 2, 3];
const pluginMissing =
  globSync('/usr/lib/*/alsa-lib/libasound_module_pcm_jack.so').length > 0
    ? null
    : "missing ALSA's JACK plugin: apt-get install libasound2-plugins";

/** The amp as a device of ALSA, the only host API of naudiodon's own PortAudio on Linux. */
const ports = (direction: 'in' | 'out'): string =>
  CHANNELS.map((channel) => `${channel - 1} amp:${direction}_${channel}`).join(' ');
const ALSA_CONFIGURATION = `</usr/share/alsa/alsa.conf>
pcm.amp_alsa { type jack playback_ports { ${ports('in')} } capture_ports { ${ports('out')} } hint { show on description "amp" } }
`;

describeOnLoop(
  'the naudiodon fallback',
  () => {
    const io = createNaudiodonIo();
    let bench: JackBench;
    let folder: string;
    const formerConfiguration = process.env['ALSA_CONFIG_PATH'];
    beforeAll(async () => {
      execFileSync(process.execPath, [join(import.meta.dirname, '../../native/buildFallback.mjs')], {
        stdio: 'inherit',
      });
      folder = mkdtempSync(join(tmpdir(), 'ampbench-alsa-'));
      writeFileSync(join(folder, 'asound.conf'), ALSA_CONFIGURATION);
      process.env['ALSA_CONFIG_PATH'] = join(folder, 'asound.conf');
      bench = startJackBench({ sampleRateHz: SAMPLE_RATE_HZ, periodFrames: 4096 });
      enterBench(bench);
      await bench.startAmp('amp');
    });
    afterAll(async () => {
      await io.close();
      await bench.stop();
      if (formerConfiguration === undefined) delete process.env['ALSA_CONFIG_PATH'];
      else process.env['ALSA_CONFIG_PATH'] = formerConfiguration;
      rmSync(folder, { recursive: true, force: true });
    });
    const request = (frames: DeviceFrames, tailFrames: number, changes: Partial<PlayrecRequest> = {}): PlayrecRequest =>
      ampRequest(frames, tailFrames, {
        outputDevice: 'amp_alsa',
        inputDevice: 'amp_alsa',
        outputHostApi: 'ALSA',
        inputHostApi: 'ALSA',
        ...changes,
      });

    it('lists the devices of its own PortAudio', async () => {
      const list = await io.listDevices();
      expect(list).toMatchObject({ driver: 'naudiodon', hostApis: ['ALSA', 'OSS'] });
      expect(list.devices.find((device) => device.name === 'amp_alsa')).toMatchObject({
        hostApi: 'ALSA',
        maxInputChannels: 3,
      });
    });

    it('carries the tail too, bit for bit, and says that nobody vouches for it', async () => {
      const frames = buildPattern(SAMPLE_RATE_HZ, SAMPLE_RATE_HZ, 3);
      const tailFrames = SAMPLE_RATE_HZ / 2;
      const seen: number[] = [];
      const capture = await io.playrec(request(frames, tailFrames), ({ framesDone }) => seen.push(framesDone));
      expect(capture.frameCount).toBe(frames.frameCount + tailFrames);
      expect(capture.report).toMatchObject({
        driver: 'naudiodon',
        flags: ['stream-not-verified'],
        stopReason: 'complete',
      });
      const latencyFrames = latencyOf(capture);
      expect(latencyFrames).not.toBeNull();
      expect(countWrongSamples(capture, frames.data, latencyFrames!)).toBe(0);
      expect(seen.at(-1)).toBe(capture.frameCount);
    });

    it('fades when cancelled', async () => {
      const frames = buildSine({ sampleRateHz: SAMPLE_RATE_HZ, frequencyHz: 1000, peak: 0.5, seconds: 20 }, 3);
      const cancel = new AbortController();
      const capture = await io.playrec(
        request(frames, 0),
        ({ framesDone }) => {
          if (framesDone > SAMPLE_RATE_HZ / 4) cancel.abort();
        },
        cancel.signal,
      );
      expect(capture.report).toMatchObject({ stopReason: 'cancelled', capturedFrames: capture.frameCount });
      expect(capture.frameCount).toBeLessThan(2 * SAMPLE_RATE_HZ);
      let end = capture.frameCount;
      while (capture.frames[3 * (end - 1)] === 0) end--;
      expect(end).toBeLessThan(capture.frameCount);
      // In the last millisecond of the 20 ms ramp there is at most a twentieth of the sine left.
      const lastMillisecond = capture.frames.subarray(3 * (end - SAMPLE_RATE_HZ / 1000), 3 * end);
      expect(Math.max(...lastMillisecond.map(Math.abs))).toBeLessThan(0.5 / 20 + 1e-3);
    });

    it('refuses what it cannot do instead of taking the default device or another rate', async () => {
      const frames = buildPattern(SAMPLE_RATE_HZ, 4800, 3);
      const failure = (changes: Partial<PlayrecRequest>): Promise<unknown> => io.playrec(request(frames, 0, changes));
      await expect(failure({ outputDevice: 'Grand Piano' })).rejects.toMatchObject({
        kind: 'device',
        code: 'device-not-found',
      });
      const slower = buildPattern(44_100, 4410, 3);
      await expect(io.playrec(request(slower, 0))).rejects.toMatchObject({
        code: 'format-not-supported',
        message: expect.stringMatching(/44100.*Invalid sample rate/) as string,
      });
      expect(await io.supports(request({ ...frames, sampleRateHz: 44_100.5 }, 0))).toContain('whole number');
      expect(await io.supports(request(frames, 0))).toBeNull();
    });

    it('notices a server that dies, which naudiodon itself never tells', async () => {
      const frames = buildPattern(SAMPLE_RATE_HZ, 10 * SAMPLE_RATE_HZ, 3);
      let diedMs: number | null = null;
      const running = io.playrec(request(frames, 0), ({ framesDone }) => {
        if (framesDone < SAMPLE_RATE_HZ / 4 || diedMs !== null) return;
        diedMs = performance.now();
        bench.killServer();
      });
      await expect(running).rejects.toMatchObject({ kind: 'device', code: 'stream-stalled' });
      expect(performance.now() - diedMs!).toBeLessThan(3000);
    });
  },
  pluginMissing,
);
