import { open } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { OpenRecord } from './openRecord.ts';
import type { ManifestEntry } from './recordFormat.ts';
import { recordBytes } from './writeZip.ts';

/** An entry of a record that is not as it was exported. */
export interface RecordFault {
  /** Null: not in an entry but in the zip around them. */
  readonly entry: string | null;
  readonly text: string;
}

/**
 * Checks every byte of a record: each entry against the manifest, and the whole file against the one that its entries make.
 * @throws AmpbenchError `data/record-refused` where it cannot be taken apart at all, or of kind `storage`
 */
export async function verifyRecord(path: string): Promise<readonly RecordFault[]> {
  const record = await OpenRecord.open(path);
  try {
    const faults: RecordFault[] = [];
    for (const entry of record.manifest.entries) {
      const fault = await entryFault(record, entry);
      if (fault !== null) faults.push(fault);
    }
    if (faults.length > 0) return faults;
    const at = await firstDifference(record);
    return at === null ? [] : [{ entry: null, text: `byte ${at} of the zip around the entries was changed` }];
  } finally {
    record.close();
  }
}

async function entryFault(record: OpenRecord, { name, byteCount, sha256 }: ManifestEntry): Promise<RecordFault | null> {
  const hash = createHash('sha256');
  let count = 0;
  try {
    for await (const bytes of (await record.read(name)) as AsyncIterable<Uint8Array>) {
      hash.update(bytes);
      count += bytes.byteLength;
    }
  } catch (error) {
    return { entry: name, text: `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (count !== byteCount)
    return { entry: name, text: `${name} has ${count} bytes, it was exported with ${byteCount}` };
  const found = hash.digest('hex');
  return found === sha256
    ? null
    : { entry: name, text: `${name} was changed: its sha256 is ${found}, it was exported with ${sha256}` };
}

/** Place of the first byte that an export of the same entries would write otherwise; null where there is none. */
async function firstDifference(record: OpenRecord): Promise<number | null> {
  const { entries, ...head } = record.manifest;
  const sources = entries.map(({ name }) => ({ name, open: () => record.read(name) }));
  const file = await open(record.path, 'r');
  try {
    let position = 0;
    for await (const expected of recordBytes(sources, head)) {
      const found = Buffer.alloc(expected.byteLength);
      await file.read(found, 0, found.byteLength, position);
      if (!found.equals(expected)) return position + expected.findIndex((byte, index) => byte !== found[index]);
      position += expected.byteLength;
    }
    return (await file.stat()).size === position ? null : position;
  } finally {
    await file.close();
  }
}
