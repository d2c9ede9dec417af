import { AmpbenchError } from '../../../core/errors.ts';

/** Bytes of a file, both ends inclusive. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The bytes that a `Range` header asks for (RFC 9110, 14.2); null: all of them. Several ranges at once, and what is no range of bytes, are not
 * heeded, as the standard allows.
 * @param sizeBytes of the whole file
 * @throws AmpbenchError `usage/range-outside-file`
 */
export function byteRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/iu.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const last = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return null;
  if (first <= last) return { first, last };
  throw new AmpbenchError(
    'usage',
    'range-outside-file',
    `Range is "${header}" but the file has ${sizeBytes} bytes`,
    { sizeBytes },
    'ask for bytes that are there',
  );
}
