import type { LiveFrameHead } from '../../electron/ipc/live.ts';

const ALIGNMENT = 4;

/** A live frame as bytes, in memory of its own: docs in electron/ipc/live.ts. */
export function encodeLiveFrame(head: LiveFrameHead, arrays: readonly Float32Array[]): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const headBytes = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const dataBytes = arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(ALIGNMENT + headBytes + dataBytes);
  new DataView(bytes.buffer).setUint32(0, headBytes, true);
  bytes.set(text, ALIGNMENT);
  bytes.fill(0x20, ALIGNMENT + text.length, ALIGNMENT + headBytes);
  let at = ALIGNMENT + headBytes;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  return bytes;
}
