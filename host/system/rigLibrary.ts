import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { rigSchema } from '../../core/calibration/rig.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { createSimulatedBench, listSimulatedBenches } from '../../core/simulate/bench.ts';
import { writeFileAtomically } from '../store/atomicFile.ts';
import { storageError, systemCode } from '../store/storageError.ts';
import { dataFolder } from './dataFolder.ts';

export const RIG_ENDING = '.rig.json';

/** True for the id of a simulated bench, `sim:<interface>/<dut>`. */
export function isSimulatedId(id: string): boolean {
  return id.startsWith('sim:');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}

/**
 * Reads a rig from JSON text.
 * @param place where the text came from, for messages
 * @throws AmpbenchError `rig/rig-not-json` or `rig/rig-invalid`, naming each field, its value and the rule it breaks
 */
export function parseRig(text: string, place: string): Rig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AmpbenchError('rig', 'rig-not-json', `${place} is not JSON: ${String(error)}`, { place });
  }
  const parsed = rigSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const broken = parsed.error.issues.map((issue) => {
    const found = valueAt(value, issue.path);
    const shown = found === undefined ? 'missing' : JSON.stringify(found);
    return `${z.core.toDotPath(issue.path) || 'rig'} is ${shown}: ${issue.message}`;
  });
  throw new AmpbenchError(
    'rig',
    'rig-invalid',
    `${place} is not a rig: ${broken.join('; ')}`,
    { place, fieldCount: broken.length },
    'ampbench rig show sim:studio-384/hpa-1 prints a complete example',
  );
}

/** Where something of a rig is kept. */
export function rigFile(id: string, folder: string, ending: string): string {
  // The id's own rule keeps it from leaving the folder once its separators are replaced.
  return join(folder, `${id.replaceAll('/', '+').replaceAll(':', '=')}${ending}`);
}

/** Where the rigs of this person lie. */
export const rigsFolder = (): string => join(dataFolder(), 'rigs');

/** The rigs a person saved, by id. */
export async function listSavedRigs(folder = rigsFolder()): Promise<readonly Rig[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw storageError(error, 'list', folder);
  }
  const files = names.filter((name) => name.endsWith(RIG_ENDING)).sort();
  return Promise.all(
    files.map(async (name) => parseRig(await readFile(join(folder, name), 'utf8'), join(folder, name))),
  );
}

/** Saves a rig under its id and returns the file; a rig of that id is replaced. */
export async function saveRig(rig: Rig, folder = rigsFolder()): Promise<string> {
  if (isSimulatedId(rig.id)) {
    throw new AmpbenchError(
      'rig',
      'rig-id-reserved',
      `id is "${rig.id}" but ids that begin with sim: belong to the simulated benches`,
      {
        id: rig.id,
      },
    );
  }
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw storageError(error, 'make the rig folder', folder);
  }
  const path = rigFile(rig.id, folder, RIG_ENDING);
  await writeFileAtomically(path, [Buffer.from(`${JSON.stringify(rig, null, 2)}\n`)]);
  return path;
}

/**
 * The rig of an id: a simulated bench's (whose calibration errors follow from the seed) or a saved one.
 * @throws AmpbenchError `rig/unknown-rig` listing what there is
 */
export async function loadRig(id: string, seed: number, folder = rigsFolder()): Promise<Rig> {
  if (isSimulatedId(id)) return createSimulatedBench(id, { seed }).rig;
  let text: string;
  const path = rigFile(id, folder, RIG_ENDING);
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw storageError(error, 'read', path);
    const known = [...(await listSavedRigs(folder)).map((rig) => rig.id), ...listSimulatedBenches()];
    throw new AmpbenchError(
      'rig',
      'unknown-rig',
      `there is no rig "${id}"; known: ${known.join(', ')}`,
      { id },
      'save one with: ampbench rig create --from FILE',
    );
  }
  return parseRig(text, path);
}
