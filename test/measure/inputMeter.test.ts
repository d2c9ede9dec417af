import { describe, expect, it } from 'vitest';
import { InputMeter } from '../../core/measure/live/inputMeter.ts';
import { expectClose } from '../expectClose.ts';

const SAMPLE_RATE_HZ = 48_000;
/** 0 dBFS is 2 V rms at the socket, behind a divider of 5. */
const rig = {
  sampleRateHz: SAMPLE_RATE_HZ,
  channels: [
    { name: 'left', outputChannel: 1, inputChannel: 1 },
    { name: 'right', outputChannel: 2, inputChannel: 3 },
  ],
  input: {
    fullScaleVoltsRms: 2,
    relativeUncertainty: 0,
    inputOhms: 1e6,
    dividerRatio: 5,
    maxVoltsRms: 2,
    balanced: false,
  },
};
const ROUNDED = 'four digits are shown';

/** One second of three inputs: a tone, silence, another tone of 12 kHz whose every fourth sample is a crest. */
function record(firstPeak: number, thirdPeak: number): Float32Array {
  const frames = new Float32Array(3 * SAMPLE_RATE_HZ);
  for (let frame = 0; frame < SAMPLE_RATE_HZ; frame++) {
    frames[3 * frame] = firstPeak * Math.sin((2 * Math.PI * 1000 * frame) / SAMPLE_RATE_HZ);
    frames[3 * frame + 2] = thirdPeak * [0, 1, 0, -1][frame % 4];
  }
  return frames;
}

describe("the meter of a take's inputs", () => {
  it('reads a full-scale sine as 1 of rms and peak, in volts in front of the divider', () => {
    const meter = new InputMeter(rig);
    meter.begin(3);
    meter.add(record(0.5, 1));
    const [first, second, third] = meter.levels();
    expectClose(first.rmsRatio, 0.5, { within: 1e-4, unit: 'FS', because: ROUNDED });
    expectClose(first.rmsVolts, 5, { within: 1e-3, unit: 'V', because: ROUNDED });
    expectClose(first.peakVolts, 5 * Math.SQRT2, { within: 2e-3, unit: 'V', because: ROUNDED });
    expect(first.clippedSamples).toBe(0);
    const silent = { peakRatio: 0, peakVolts: 0, rmsRatio: 0, rmsVolts: 0, heldPeakRatio: 0, clippedSamples: 0 };
    expect(second).toEqual(silent);
    expectClose(third.rmsVolts, 10, { within: 1e-3, unit: 'V', because: ROUNDED });
    expect(third.clippedSamples).toBe(SAMPLE_RATE_HZ / 2);
  });

  it('begins anew with each reading, but holds the highest sample and the clipped ones until the next take', () => {
    const meter = new InputMeter(rig);
    meter.begin(3);
    meter.add(record(0.5, 1));
    meter.levels();
    meter.add(record(0.1, 0.1));
    const [first, , third] = meter.levels();
    expectClose(first.peakRatio, 0.1, { within: 1e-5, unit: 'FS', because: ROUNDED });
    expectClose(first.heldPeakRatio, 0.5, { within: 1e-5, unit: 'FS', because: ROUNDED });
    expect(third.clippedSamples).toBe(SAMPLE_RATE_HZ / 2);
    meter.begin(3);
    expect(meter.levels().map(({ heldPeakRatio, clippedSamples }) => heldPeakRatio + clippedSamples)).toEqual([
      0, 0, 0,
    ]);
  });

  it("draws each of the rig's channels with its own tone, at the tone's volts, however the frames are cut", () => {
    const meter = new InputMeter(rig);
    meter.begin(3);
    const frames = record(0.1, 0.01);
    for (let at = 0; at < frames.length; at += 3 * 777) meter.add(frames.subarray(at, at + 3 * 777));
    const { frequenciesHz, voltsRms } = meter.spectrum();
    const highest = voltsRms.map((levels) => levels.indexOf(Math.max(...levels)));
    expectClose(frequenciesHz[highest[0]], 1000, { within: 40, unit: 'Hz', because: 'the columns are 3 % wide' });
    expectClose(frequenciesHz[highest[1]], 12000, { within: 400, unit: 'Hz', because: 'the columns are 3 % wide' });
    expectClose(20 * Math.log10(Math.max(...voltsRms[0])), 0, {
      within: 0.5,
      unit: 'dB',
      because: 'a tone between two bins loses up to 0.4 dB under the window',
    });
  });

  it('shows a channel that is not recorded as silent', () => {
    const meter = new InputMeter(rig);
    meter.begin(1);
    meter.add(new Float32Array(SAMPLE_RATE_HZ).fill(0.5));
    expect(meter.levels().length).toBe(1);
    expect(meter.spectrum().voltsRms[1].every((volts) => volts === 0)).toBe(true);
  });
});
