import { AmpbenchError } from '../../core/errors.ts';

/** A picture without anything but the picture. */
export interface CleanPhoto {
  readonly ending: 'jpg' | 'png';
  readonly content: Uint8Array<ArrayBuffer>;
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** What a picture needs to be drawn as it is; texts, times and Exif are in the others. */
const PNG_CHUNKS = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'pHYs']);

/** Segments of a JPEG that say how it is drawn beside its tables and scans: JFIF, colour profile, Adobe's transform. */
const JPEG_KEPT = new Set([0xe0, 0xe2, 0xee]);
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const COMMENT = 0xfe;

const notAPhoto = (why: string): AmpbenchError =>
  new AmpbenchError(
    'data',
    'not-a-photo',
    `the file cannot be kept as a photo: ${why}`,
    {},
    'Choose a JPEG or PNG picture.',
  );

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const isAppOrComment = (marker: number): boolean => (marker & 0xf0) === 0xe0 || marker === COMMENT;

/** Where the data of a scan ends: at the first marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1];
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next & 0xf8) !== 0xd0) return at;
  }
  throw notAPhoto('it breaks off');
}

function cleanJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts = [bytes.subarray(0, 2)];
  for (let at = 2; ;) {
    if (at + 4 > bytes.length && bytes[at + 1] !== END_OF_IMAGE) throw notAPhoto('it breaks off');
    if (bytes[at] !== 0xff) throw notAPhoto(`byte ${at} should begin a segment`);
    const marker = bytes[at + 1];
    if (marker === END_OF_IMAGE) {
      // What follows the end is a preview or another picture, with an Exif part of its own
      parts.push(bytes.subarray(at, at + 2));
      return joined(parts);
    }
    const end = at + 2 + bytes[at + 2] * 256 + bytes[at + 3];
    if (end > bytes.length) throw notAPhoto('it breaks off');
    if (marker === START_OF_SCAN) {
      const scanEnd = endOfScan(bytes, end);
      parts.push(bytes.subarray(at, scanEnd));
      at = scanEnd;
      continue;
    }
    if (!isAppOrComment(marker) || JPEG_KEPT.has(marker)) parts.push(bytes.subarray(at, end));
    at = end;
  }
}

function cleanPng(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, PNG_SIGNATURE.length)];
  for (let at = PNG_SIGNATURE.length; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (end > bytes.length) break;
    if (PNG_CHUNKS.has(name)) parts.push(bytes.subarray(at, end));
    if (name === 'IEND') return joined(parts);
    at = end;
  }
  throw notAPhoto('it breaks off');
}

/**
 * Looks whether a file is a JPEG or PNG picture, whatever it is called, and leaves out what it tells beside the picture: place, time, camera, texts, previews.
 * @throws AmpbenchError `data/not-a-photo`
 */
export function cleanPhoto(bytes: Uint8Array): CleanPhoto {
  if (bytes[0] === 0xff && bytes[1] === START_OF_IMAGE) return { ending: 'jpg', content: cleanJpeg(bytes) };
  if (PNG_SIGNATURE.every((byte, index) => bytes[index] === byte)) return { ending: 'png', content: cleanPng(bytes) };
  throw notAPhoto('it is neither JPEG nor PNG');
}
