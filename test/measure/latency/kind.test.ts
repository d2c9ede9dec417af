import { describe, expect, it } from 'vitest';
import { latencyKind } from '../../../core/measure/latency/kind.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { noiseSignal, played, recorded, toneSignal, type ClosedForm } from '../../clock/freeRunning.ts';
import { expectClose } from '../../expectClose.ts';
import { whiteNoise } from '../../synthetic.ts';

const sampleRateHz = 48_000;
const noise = noiseSignal(sampleRateHz, 2, 20, 20_000, 4);
const analyze = (signal: ClosedForm, samples: Float64Array) =>
  latencyKind.analyze(
    {
      captures: { main: { sampleRateHz, unit: 'FS', channels: [samples] } },
      reference: { sampleRateHz, unit: 'FS', channels: [played(signal)] },
    },
    {},
  );

describe('latency', () => {
  it('[LAT-1] [LAT-2] is fractional, of either sign, with the polarity', () => {
    for (const [latencyFrames, gain] of [
      [1234.56, 1],
      [-100.5, -1],
    ] as const) {
      const { channels } = analyze(noise, recorded(noise, { ppm: 0, latencyFrames }, { noiseRms: 2e-5, gain }));
      const { latency, polarity } = channels[0].figures;
      expectClose((latency.value ?? Number.NaN) * sampleRateHz, latencyFrames, {
        within: 0.02,
        unit: 'frames',
        because: 'noise 80 dB down leaves less',
      });
      expect(latency.uncertainty).toBeGreaterThan(1e-6);
      expect(polarity.value).toBe(gain);
    }
  });

  it('[LAT-2] has no polarity of a steady tone', () => {
    const tone = toneSignal(sampleRateHz, 2, [{ frequencyHz: 997, amplitude: 0.7 }]);
    const { figures } = analyze(tone, recorded(tone, { ppm: 0, latencyFrames: 500 }, { noiseRms: 2e-5 })).channels[0];
    expect(figures.polarity).toMatchObject({ value: null, reasonCode: 'one-frequency' });
  });

  it('[LAT-4] of something else is an error', () => {
    expect(() => analyze(noise, whiteNoise(noise.frames, 0.1, 2))).toThrow(/no-stimulus|reference explains/);
  });

  it('[LAT-1] has a stimulus for every channel', () => {
    const bench = {
      sampleRateHz,
      channelCount: 2,
      levelVoltsRms: 1,
      fullScaleVoltsPeak: 2,
      random: createRandom(1),
    };
    const [take] = latencyKind.stimulus({}, bench);
    expect(take.channels).toHaveLength(2);
    expect(Math.max(...take.channels[0])).toBeGreaterThan(1.4);
  });
});
