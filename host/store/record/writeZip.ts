import { createHash } from 'node:crypto';
import { PassThrough, Transform, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { encodeManifest, MANIFEST, recordComment } from './recordFormat.ts';
import type { ManifestEntry, RecordManifest } from './recordFormat.ts';

/** What becomes an entry. */
export interface EntrySource {
  readonly name: string;
  open(): Promise<Readable>;
}

/** Nothing of the machine: a zip's times are local ones, and noon of a day is the same in every zone. */
const sameEverywhere = () => ({
  compress: false,
  mtime: new Date(2000, 0, 1, 12),
  mode: 0o100644,
  forceDosTimestamp: true,
});

/**
 * The bytes of a record, made as they are read: each source once.
 * @param head the manifest but its entries
 */
export async function* recordBytes(
  sources: readonly EntrySource[],
  head: Omit<RecordManifest, 'entries'>,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream.pipe(new PassThrough());
  const fail = (error: unknown): void => {
    output.destroy(
      error instanceof Error ? error : new Error('a part of the record could not be read', { cause: error }),
    );
  };
  zip.on('error', fail);
  void addAll(zip, sources, head).catch(fail);
  yield* output;
}

async function addAll(
  zip: ZipFile,
  sources: readonly EntrySource[],
  head: Omit<RecordManifest, 'entries'>,
): Promise<void> {
  const entries: ManifestEntry[] = [];
  for (const source of sources) entries.push(await addEntry(zip, source));
  const manifest = encodeManifest({ ...head, entries });
  zip.addBuffer(manifest, MANIFEST, sameEverywhere());
  zip.end({ comment: recordComment(manifest), forceZip64Format: false });
}

/** Resolves with what the manifest says of the entry, when it has been read to its end. */
async function addEntry(zip: ZipFile, source: EntrySource): Promise<ManifestEntry> {
  const input = await source.open();
  const hash = createHash('sha256');
  let byteCount = 0;
  const counted = new Transform({
    transform: (bytes: Uint8Array, _, done) => {
      hash.update(bytes);
      byteCount += bytes.byteLength;
      done(null, bytes);
    },
  });
  return new Promise((resolve, reject) => {
    input.once('error', reject);
    counted.once('end', () => resolve({ name: source.name, byteCount, sha256: hash.digest('hex') }));
    zip.addReadStream(input.pipe(counted), source.name, sameEverywhere());
  });
}
