import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AmpbenchError } from '../../../core/errors.ts';

/*
 * A record (`*.ampbench`) is a zip, nothing in it compressed: a run's texts, its captures and photos, what it says of itself for
 * people (card, rig, baseline, versions), and last the manifest. The zip's comment holds the manifest's hash. The same
 * run gives the same bytes wherever it is exported, so that every byte of a record can be checked.
 */
export const MANIFEST = 'manifest.json';

/** Entries but captures, photos and the manifest, in their order. */
export const TEXT_ENTRIES = [
  'run.json',
  'journal.jsonl',
  'result.json',
  'notes.json',
  'photos.json',
  'card.txt',
  'rig.json',
  'baseline.json',
  'versions.json',
] as const;

export const CAPTURE_ENTRY = /^captures\/[A-Za-z0-9][A-Za-z0-9._-]{0,150}\.wav$/u;

/** A photo of the bench, named by its own sha256. */
export const PHOTO_ENTRY = /^photos\/[0-9a-f]{64}\.(?:jpg|png)$/u;

export const photoEntry = (file: string): string => `photos/${file}`;

const manifestSchema = z.strictObject({
  kind: z.literal('ampbench-record'),
  schemaVersion: z.literal(1),
  runId: z.uuid(),
  /** The run's folder's name where it was measured. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,200}$/u),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  entries: z
    .array(
      z.strictObject({
        name: z.string(),
        byteCount: z.int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/u),
      }),
    )
    .max(20_000),
});

export type RecordManifest = z.infer<typeof manifestSchema>;
export type ManifestEntry = RecordManifest['entries'][number];

/** A file that is no record, or none of ours would look like that. */
export function refused(path: string, why: string, entry: string | null = null): AmpbenchError {
  return new AmpbenchError(
    'data',
    'record-refused',
    `${path} is refused: ${why}`,
    { path, entry },
    'ask for a new export of the run',
  );
}

/** @throws AmpbenchError `data/record-refused` */
export function decodeManifest(text: string, path: string): RecordManifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', '; ') : String(error);
    throw refused(path, `its ${MANIFEST} cannot be read: ${what}`, MANIFEST);
  }
}

export function encodeManifest(manifest: RecordManifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
}

/** The comment of a record's zip. */
export function recordComment(manifestBytes: Uint8Array): string {
  return `ampbench record; sha256 of ${MANIFEST}: ${createHash('sha256').update(manifestBytes).digest('hex')}`;
}
