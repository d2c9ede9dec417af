import { expect, it } from 'vitest';
import { createRandom } from '../../core/signal/random.ts';
import type { DeviceFrames } from '../../core/signal/types.ts';
import { expectExactLoop } from './bench/expectExactLoop.ts';
import { ampRequest, xrunTotal } from './bench/pattern.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { LOOP_SECONDS, useBench } from './bench/useBench.ts';

const SAMPLE_RATE_HZ = 96_000;

/** Random codes of so many bits, one channel, with both extremes, in the arrays a device of that format takes. */
function buildCodes(
  format: 'int16' | 'int24' | 'int32',
  bits: number,
  count: number,
): { frames: DeviceFrames; codes: Int32Array } {
  const random = createRandom(bits);
  const codes = Int32Array.from({ length: count }, () => Math.floor((random.uniform() - 0.5) * 2 ** bits));
  codes.set([0, 1, -1, 2 ** (bits - 1) - 1, -(2 ** (bits - 1))]);
  const bytes = new Uint8Array(count * 3);
  codes.forEach((code, index) => bytes.set([code & 255, (code >> 8) & 255, (code >> 16) & 255], 3 * index));
  const data = format === 'int16' ? Int16Array.from(codes) : format === 'int24' ? bytes : codes;
  return { frames: { format, sampleRateHz: SAMPLE_RATE_HZ, channelCount: 1, frameCount: count, data }, codes };
}

/**
 * What PortAudio's own converters make of a code on the way through a float device, which JACK is: code / 2^(bits-1) as
 * float32, then back. 16 bits: times 32767, toward zero. 24 bits: times 2^31 - 1, toward zero, shifted down. 32 bits: times
 * 2^31, so that full scale wraps around to the negative one. In a converter's own format none of this happens.
 */
function throughFloatDevice(code: number, bits: number): number {
  const float = Math.fround(code / 2 ** (bits - 1));
  if (bits === 16) return Math.trunc(Math.fround(float * 32_767));
  if (bits === 24) return Math.trunc(float * 0x7fffffff) >> 8;
  return float === 1 ? -(2 ** 31) : float * 2 ** 31;
}

describeOnLoop('PortAudio loop at 96 kHz', () => {
  const inUse = useBench(SAMPLE_RATE_HZ);

  it(`carries ${LOOP_SECONDS} s bit for bit without an xrun`, async () => {
    await expectExactLoop(inUse, LOOP_SECONDS);
  });

  it.each([
    ['int16', 16],
    ['int24', 24],
    ['int32', 32],
  ] as const)('opens the device in %s and adds nothing to the arithmetic of PortAudio', async (format, bits) => {
    const { frames, codes } = buildCodes(format, bits, 20_000);
    const { periodFrames } = inUse.bench;
    const capture = await inUse.io.playrec(ampRequest(frames, 2 * periodFrames));
    expect(xrunTotal(capture)).toBe(0);
    // RawCapture is float32: a 32-bit code keeps its 24 upper bits.
    const expected = Float32Array.from(codes, (code) => throughFloatDevice(code, bits) / 2 ** (bits - 1));
    const wrong = [...expected.keys()].filter((index) => capture.frames[periodFrames + index] !== expected[index]);
    expect(wrong).toEqual([]);
  });
});
