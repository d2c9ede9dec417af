import type { LiveChannelFrame, LiveFrameHead } from '../../electron/ipc/live.ts';

/** Rms of lines against frequency, thinned: the lowest and the highest of each point. */
export interface SpectrumPoints {
  readonly lowest: Float32Array;
  readonly highest: Float32Array;
}

export interface LiveChannel extends LiveChannelFrame {
  readonly spectrum: SpectrumPoints;
  readonly held: SpectrumPoints | null;
  readonly scope: SpectrumPoints;
}

/** What the live analyzer showed at one moment. */
export interface LiveFrame extends Omit<LiveFrameHead, 'channels' | 'held'> {
  readonly frequenciesHz: Float32Array;
  readonly channels: readonly LiveChannel[];
}

const LENGTH_BYTES = 4;

/** Reads a frame as electron/ipc/live.ts lays it out; its arrays lie in the given memory. */
export function decodeLiveFrame(bytes: Uint8Array): LiveFrame {
  // A window's bridge may hand over a part of something larger, at any place
  const whole = bytes.byteOffset % LENGTH_BYTES === 0 ? bytes : bytes.slice();
  const headBytes = new DataView(whole.buffer, whole.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(whole.subarray(LENGTH_BYTES, LENGTH_BYTES + headBytes));
  const head = JSON.parse(text) as LiveFrameHead;
  let at = whole.byteOffset + LENGTH_BYTES + headBytes;
  const take = (count: number): Float32Array => {
    const array = new Float32Array(whole.buffer, at, count);
    at += array.byteLength;
    return array;
  };
  const pair = (count: number): SpectrumPoints => ({ lowest: take(count), highest: take(count) });
  const { points, held, scopeColumns } = head;
  const frequenciesHz = take(points);
  const spectra = head.channels.map(() => ({ spectrum: pair(points), held: held ? pair(points) : null }));
  const channels = head.channels.map((channel, index) => ({
    ...channel,
    ...spectra[index],
    scope: pair(scopeColumns),
  }));
  return { ...head, frequenciesHz, channels };
}
