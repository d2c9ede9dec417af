import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cleanPhoto } from '../../../host/files/cleanPhoto.ts';

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const segment = (marker: number, body: readonly number[]): number[] => [
  0xff,
  marker,
  (body.length + 2) >> 8,
  (body.length + 2) & 255,
  ...body,
];
const EXIF = ascii('Exif\0\0GPSLatitude 48.1');
const SCAN = [0xff, 0xda, 0, 3, 1, 0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56];

const jpeg = (...parts: readonly (readonly number[])[]): Uint8Array => Uint8Array.from([0xff, 0xd8, ...parts.flat()]);
const picture = jpeg(segment(0xe0, ascii('JFIF\0')), segment(0xdb, [1, 2, 3]), SCAN, [0xff, 0xd9]);

const chunk = (name: string, body: readonly number[]): number[] => [
  ...[24, 16, 8, 0].map((shift) => (body.length >>> shift) & 255),
  ...ascii(name),
  ...body,
  0,
  0,
  0,
  0,
];
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const pixels = [...deflateSync(Uint8Array.from([0, 0]))];
const png = Uint8Array.from([...SIGNATURE, ...chunk('IHDR', [0]), ...chunk('IDAT', pixels), ...chunk('IEND', [])]);

describe('a photo that is kept', () => {
  it('of JPEG loses place, texts, previews and what follows its end, and keeps every byte of the picture', () => {
    const told = jpeg(
      segment(0xe0, ascii('JFIF\0')),
      segment(0xe1, EXIF),
      segment(0xfe, ascii('my kitchen')),
      segment(0xdb, [1, 2, 3]),
      segment(0xed, ascii('Photoshop 3.0')),
      SCAN,
      [0xff, 0xd9],
      [...picture, ...EXIF],
    );
    expect(cleanPhoto(told)).toEqual({ ending: 'jpg', content: picture });
    expect(cleanPhoto(picture).content).toEqual(picture);
  });

  it('of several scans keeps them all', () => {
    const progressive = jpeg(segment(0xdb, [1]), SCAN, segment(0xc4, [9]), SCAN, [0xff, 0xd9]);
    expect(cleanPhoto(progressive).content).toEqual(progressive);
  });

  it('of PNG loses texts, time and Exif', () => {
    const told = Uint8Array.from([
      ...SIGNATURE,
      ...chunk('IHDR', [0]),
      ...chunk('eXIf', EXIF),
      ...chunk('tEXt', ascii('Author\0me')),
      ...chunk('IDAT', pixels),
      ...chunk('tIME', [1]),
      ...chunk('IEND', []),
      ...EXIF,
    ]);
    expect(cleanPhoto(told)).toEqual({ ending: 'png', content: png });
  });

  it.each([
    ['a text that is called a photo', Uint8Array.from(ascii('<svg onload="alert(1)">'))],
    ['nothing', new Uint8Array()],
    ['a JPEG that breaks off in its scan', picture.subarray(0, -2)],
    ['a JPEG that breaks off in a segment', picture.subarray(0, 7)],
    ['a JPEG whose segment is none', jpeg([0x12, 0x34, 0, 4, 0, 0])],
    ['a PNG that breaks off', png.subarray(0, -13)],
    [
      'a PNG whose chunk says it is longer than the file',
      Uint8Array.from([...SIGNATURE, 255, 255, 255, 255, ...ascii('IDAT')]),
    ],
  ])('is none where the file is %s', (_what, bytes) => {
    expect(() => cleanPhoto(bytes)).toThrow(expect.objectContaining({ kind: 'data', code: 'not-a-photo' }) as Error);
  });
});
