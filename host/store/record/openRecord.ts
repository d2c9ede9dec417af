import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { storageError, systemCode } from '../storageError.ts';
import {
  CAPTURE_ENTRY,
  decodeManifest,
  MANIFEST,
  PHOTO_ENTRY,
  recordComment,
  refused,
  TEXT_ENTRIES,
} from './recordFormat.ts';
import type { RecordManifest } from './recordFormat.ts';

/** A text of a record is held in memory: more is no text of ours. */
const LARGEST_TEXT_BYTES = 256 * 1024 * 1024;
const MOST_ENTRIES = 20_000;

/** A record whose shape is what an export makes; what its entries hold is not yet checked. */
export class OpenRecord {
  readonly path: string;
  readonly manifest: RecordManifest;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(path: string, zip: ZipFile, entries: ReadonlyMap<string, Entry>, manifest: RecordManifest) {
    this.path = path;
    this.manifest = manifest;
    this.#zip = zip;
    this.#entries = entries;
  }

  /**
   * Opens a record. Names that an export does not use, compressed, overlapping or repeated entries are refused before
   * anything is read: nothing in it can leave a folder or unpack to more than the file itself.
   * @throws AmpbenchError `data/record-refused`, or of kind `storage`
   */
  static async open(path: string): Promise<OpenRecord> {
    const zip = await openZip(path);
    try {
      const entries = await readDirectory(zip, path);
      const manifestEntry = entries.get(MANIFEST);
      if (manifestEntry === undefined) throw refused(path, `it holds no ${MANIFEST}`);
      const bytes = await buffer(await zip.openReadStreamPromise(manifestEntry));
      if (zip.comment !== recordComment(bytes)) {
        throw refused(
          path,
          `${MANIFEST} is not what was exported: its sha256 differs from the one in the comment`,
          MANIFEST,
        );
      }
      const manifest = decodeManifest(bytes.toString('utf8'), path);
      const listed = [...manifest.entries.map(({ name }) => name), MANIFEST];
      const difference =
        listed.find((name) => !entries.has(name)) ?? [...entries.keys()].find((name) => !listed.includes(name));
      if (difference !== undefined || listed.length !== entries.size)
        throw refused(path, `${MANIFEST} and the entries differ in "${difference ?? ''}"`, difference ?? null);
      return new OpenRecord(path, zip, entries, manifest);
    } catch (error) {
      zip.close();
      throw asRefused(error, path);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** @throws AmpbenchError `data/record-refused` */
  async read(name: string): Promise<Readable> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw refused(this.path, `it holds no ${name}`, name);
    try {
      return await this.#zip.openReadStreamPromise(entry);
    } catch (error) {
      throw asRefused(error, this.path, name);
    }
  }

  /**
   * A text entry; null where the record has none of that name.
   * @throws AmpbenchError `data/record-refused` where it is not what was exported
   */
  async readText(name: string): Promise<string | null> {
    const listed = this.manifest.entries.find((entry) => entry.name === name);
    if (listed === undefined) return null;
    const bytes = await buffer(await this.read(name));
    if (createHash('sha256').update(bytes).digest('hex') !== listed.sha256)
      throw refused(this.path, `${name} is not what was exported`, name);
    return bytes.toString('utf8');
  }

  close(): void {
    this.#zip.close();
  }
}

function asRefused(error: unknown, path: string, entry: string | null = null): unknown {
  if (systemCode(error) !== null) return storageError(error, 'read', path);
  return error instanceof Error && error.name !== 'AmpbenchError' ? refused(path, error.message, entry) : error;
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (error) {
    throw asRefused(error, path);
  }
}

async function readDirectory(zip: ZipFile, path: string): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES)
    throw refused(path, `it has ${zip.entryCount} entries, at most ${MOST_ENTRIES} are read`);
  const fileBytes = (await stat(path)).size;
  const entries = new Map<string, Entry>();
  let totalBytes = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName: name, uncompressedSize } = entry;
    const isText = name === MANIFEST || TEXT_ENTRIES.some((text) => text === name);
    if (!isText && !CAPTURE_ENTRY.test(name) && !PHOTO_ENTRY.test(name))
      throw refused(path, `no record holds an entry "${name}"`, name);
    if (entries.has(name)) throw refused(path, `it holds "${name}" twice`, name);
    if (entry.compressionMethod !== 0 || entry.isEncrypted())
      throw refused(path, `"${name}" is compressed or encrypted`, name);
    if (isText && uncompressedSize > LARGEST_TEXT_BYTES)
      throw refused(
        path,
        `"${name}" says it has ${uncompressedSize} bytes, at most ${LARGEST_TEXT_BYTES} are read`,
        name,
      );
    totalBytes += uncompressedSize;
    if (totalBytes > fileBytes)
      throw refused(path, `its entries say they hold more than the file's ${fileBytes} bytes`, name);
    entries.set(name, entry);
  }
  return entries;
}
