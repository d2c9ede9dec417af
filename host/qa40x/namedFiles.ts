import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';

const missing = (name: string): AmpbenchError =>
  new AmpbenchError(
    'usage',
    'file-missing',
    `there is no file "${name.slice(0, 100)}" in the folder of --qa40x-files`,
    {},
    'Put it there, or start the bench with another folder.',
  );

/**
 * The file that a call names: the last part of what may be a path of another machine, in the folder that the person pointed at and nowhere else.
 * @param filesDir null: none was pointed at
 * @throws AmpbenchError `usage/no-files`, `usage/file-missing`
 */
export async function fileNamed(filesDir: string | null, name: string): Promise<string> {
  if (filesDir === null)
    throw new AmpbenchError(
      'usage',
      'no-files',
      `"${name.slice(0, 100)}" is a file, but this bench was started without a folder of files`,
      {},
      'Start it with --qa40x-files FOLDER.',
    );
  const base = name.split(/[/\\]/).at(-1) ?? '';
  if (base === '' || base === '.' || base === '..' || base.includes('\0')) throw missing(name);
  try {
    const folder = await realpath(filesDir);
    const path = await realpath(join(folder, base));
    // A link in the folder may point elsewhere
    if (path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return path;
  } catch {
    // No such file, or none that may be read
  }
  throw missing(name);
}
