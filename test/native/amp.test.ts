import { expect, it } from 'vitest';
import type { RawCapture } from '../../core/signal/types.ts';
import { expectClose } from '../expectClose.ts';
import { ampRequest } from './bench/pattern.ts';
import { buildSine, peakAt, rmsOf } from './bench/sine.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { useBench } from './bench/useBench.ts';
import { wireAmp } from './ampOnPrompt.ts';
import { LOOPBACK, OPEN } from '../../core/planner/wiring.ts';

const SAMPLE_RATE_HZ = 192_000;
/** The amp's own scale: volts peak at full scale. */
const FULL_SCALE_VOLTS = 20;
const STRETCH = { fromFrame: 40_000, frameCount: 19_200 };
const FLOAT32 = { within: 1e-6, unit: 'relative', because: 'samples are float32: 6e-8 each, and the mean of many' };

/** The amp's arithmetic against closed forms: what the loop's other tests take for granted. */
describeOnLoop('the JACK amp', () => {
  const inUse = useBench(SAMPLE_RATE_HZ);

  async function play(lines: readonly string[], frequencyHz = 1000, peakVolts = 1): Promise<RawCapture> {
    await inUse.amp.send('reset');
    for (const line of lines) await inUse.amp.send(line);
    const frames = buildSine(
      { sampleRateHz: SAMPLE_RATE_HZ, frequencyHz, peak: peakVolts / FULL_SCALE_VOLTS, seconds: 0.35 },
      3,
    );
    return inUse.io.playrec(ampRequest(frames, 0));
  }
  const voltsAt = (capture: RawCapture, channel: number, frequencyHz: number): number =>
    FULL_SCALE_VOLTS * peakAt(capture, channel, frequencyHz, STRETCH);

  it('has the gain it is set to, on the amplified channels only', async () => {
    const capture = await play(['gain 2.6']);
    expectClose(voltsAt(capture, 1, 1000) / 2.6, 1, FLOAT32);
    expectClose(voltsAt(capture, 2, 1000) / 2.6, 1, FLOAT32);
    expectClose(voltsAt(capture, 3, 1000), 1, FLOAT32);
  });

  it('distorts by its polynomial: a2/2 of the 2nd, a3/4 of the 3rd harmonic at 1 V', async () => {
    const capture = await play(['a2 1e-2 a3 4e-3']);
    const dust = { within: 2e-8, unit: 'V', because: 'float32 of 1/20 of full scale rounds by 2e-9, times 20 V' };
    expectClose(voltsAt(capture, 1, 2000), 1e-2 / 2, dust);
    expectClose(voltsAt(capture, 1, 3000), 4e-3 / 4, dust);
    expectClose(voltsAt(capture, 1, 1000), 1 + (3 / 4) * 4e-3, { ...dust, within: 1e-6 });
    expectClose(voltsAt(capture, 3, 2000), 0, dust);
  });

  it('divides by its output impedance and the load that is switched on', async () => {
    expectClose(voltsAt(await play(['zout 1.35 load 20']), 1, 1000), 20 / 21.35, FLOAT32);
    expectClose(voltsAt(await play(['zout 1.35']), 1, 1000), 1, FLOAT32);
  });

  it('draws input current through the series resistor', async () => {
    expectClose(voltsAt(await play(['rin 46000 source 50 series 10000']), 1, 1000), 46000 / 56050, FLOAT32);
  });

  it('is 3.01 dB down at its corners', async () => {
    const half = Math.SQRT1_2;
    expectClose(voltsAt(await play(['lowpass 20000'], 20_000), 1, 20_000), half, FLOAT32);
    const settled = {
      within: 1e-5,
      unit: 'relative',
      because: 'the high-pass is still settling by e^-26 and starts off a step',
    };
    expectClose(voltsAt(await play(['highpass 100'], 100), 1, 100), half, settled);
  });

  it('makes the noise it is set to', async () => {
    const capture = await play(['noise 0.01'], 1000, 0);
    const volts = FULL_SCALE_VOLTS * rmsOf(capture, 1, STRETCH);
    expectClose(volts / 0.01, 1, {
      within: 0.03,
      unit: 'relative',
      because: '6 sigma of an rms over 19200 samples: 6 / sqrt(2 · 19200)',
    });
    expect(rmsOf(capture, 3, STRETCH)).toBe(0);
  });

  it('clips at its volts, before the load', async () => {
    const capture = await play(['gain 4 clip 2 zout 10 load 30']);
    let highest = 0;
    for (let frame = 0; frame < capture.frameCount; frame++) highest = Math.max(highest, capture.frames[3 * frame]);
    expectClose(highest * FULL_SCALE_VOLTS, 2 * (30 / 40), { within: 1e-6, unit: 'V', because: 'float32' });
  });

  it('mutes its amplified channels and nothing else', async () => {
    const capture = await play(['mute on']);
    expect(rmsOf(capture, 1, STRETCH)).toBe(0);
    expectClose(voltsAt(capture, 3, 1000), 1, FLOAT32);
  });

  it('is a wire in loopback, whatever it is set to', async () => {
    const capture = await play(['gain 3 zout 100 load 10 noise 1 path loopback']);
    expectClose(voltsAt(capture, 1, 1000), 1, FLOAT32);
  });

  it('is wired by a prompt', async () => {
    await wireAmp(inUse.amp.socketPath, { ...LOOPBACK, loadOhms: 20, seriesOhms: 10_000 });
    expect(await inUse.amp.send('query')).toMatch(/path=loopback .*load=20 .*series=10000/);
    await wireAmp(inUse.amp.socketPath, OPEN);
    expect(await inUse.amp.send('query')).toMatch(/path=dut .*load=none .*series=0 /);
  });

  it('refuses what it does not understand, and says why', async () => {
    await expect(inUse.amp.send('gain loud')).rejects.toThrow('gain is "loud" but must be a number');
    await expect(inUse.amp.send('volume 11')).rejects.toThrow('no property "volume"');
    await expect(inUse.amp.send('drop 0')).rejects.toThrow('whole number of frames');
    await expect(inUse.amp.send('drop 100')).rejects.toThrow('needs a delay of as many frames');
    await expect(inUse.amp.send('zout none')).rejects.toThrow('zout is "none"');
  });
});
