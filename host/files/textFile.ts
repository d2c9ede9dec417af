import { AmpbenchError } from '../../core/errors.ts';
import { SourceFile } from './sourceFile.ts';

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * A text file as other programs write it: UTF-8, UTF-16 with a byte-order mark, or where it is neither, Windows-1252.
 * @throws AmpbenchError `data/text-too-long` (more than 64 MiB), `data/not-a-file`, or of kind `storage`
 */
export async function readForeignText(path: string): Promise<string> {
  const file = await SourceFile.open(path);
  try {
    if (file.byteCount > MOST_BYTES)
      throw new AmpbenchError(
        'data',
        'text-too-long',
        `${path} has ${file.byteCount} bytes but text may have at most ${MOST_BYTES}`,
        { path, bytes: file.byteCount },
      );
    const bytes = new Uint8Array(file.byteCount);
    return decoded(bytes.subarray(0, await file.read(bytes, 0)));
  } finally {
    await file.close();
  }
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
