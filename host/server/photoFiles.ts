import { readFile } from 'node:fs/promises';
import { runIdSchema } from '../../electron/ipc/contract.ts';
import { photoPath } from '../store/runPhotos.ts';
import type { Bench } from './bench.ts';
import { folderOfRun } from './readingCalls.ts';
import type { Answer } from './sendAnswer.ts';

const TYPES = { jpg: 'image/jpeg', png: 'image/png' } as const;
const ADDRESS = /^\/runs\/([^/]+)\/photos\/([0-9a-f]{64}\.(jpg|png))$/u;

/** A photo of a run by its address with the run's key; null for any other address. Rejects where it is not there. */
export async function answerPhoto(bench: Bench, address: URL): Promise<Answer | null> {
  const matched = ADDRESS.exec(address.pathname);
  const runId = runIdSchema.safeParse(matched?.[1]);
  if (matched === null || !runId.success) return null;
  if (!bench.reportKeys.fits(runId.data, address.searchParams.get('key') ?? '')) return null;
  const content = await readFile(photoPath(folderOfRun(bench, runId.data), matched[2]));
  return { status: 200, headers: { 'content-type': TYPES[matched[3] as keyof typeof TYPES] }, content };
}
