import { randomUUID } from 'node:crypto';
import { link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { writeFileAtomically } from './atomicFile.ts';
import { parseCheckedJson } from './checkedJson.ts';
import { readTextIfThere } from './runContents.ts';
import { benchSchema } from './runRecord.ts';
import type { BenchIdentity } from './runRecord.ts';
import { systemCode } from './storageError.ts';
import { BENCH_FILE } from './storeLayout.ts';

/**
 * Who measures into a store; null where the folder is none.
 * @throws AmpbenchError `data/bench-file-damaged`, or of kind `storage`
 */
export async function readBenchIdentity(store: string): Promise<BenchIdentity | null> {
  const path = join(store, BENCH_FILE);
  const text = await readTextIfThere(path);
  if (text === null) return null;
  try {
    return parseCheckedJson(benchSchema, text);
  } catch (error) {
    throw new AmpbenchError(
      'data',
      'bench-file-damaged',
      `${path} cannot be read: ${String(error)}`,
      { path },
      'move it away: a new one is made, and later runs then count as those of another bench',
    );
  }
}

/** Makes a folder a store; the first of several processes decides its identity. */
export async function makeBenchIdentity(store: string): Promise<BenchIdentity> {
  const id = randomUUID();
  const bench = { id, name: `bench ${id.slice(0, 8)}` };
  const draft = join(store, `.${id}.json`);
  await writeFileAtomically(draft, [Buffer.from(`${JSON.stringify(bench)}\n`)]);
  try {
    await link(draft, join(store, BENCH_FILE));
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') {
      // No hard links here: written whole all the same
      await writeFileAtomically(join(store, BENCH_FILE), [Buffer.from(`${JSON.stringify(bench)}\n`)]);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return (await readBenchIdentity(store)) ?? bench;
}
