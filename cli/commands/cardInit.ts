import { writeFile } from 'node:fs/promises';
import { cardSkeleton } from '../../core/card/cardSkeleton.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { storageError, systemCode } from '../../host/store/storageError.ts';
import { EXIT } from '../exitCodes.ts';

/** `ampbench card init`: a commented card to fill in, to standard output or a new file; a file that is there is never touched. */
export async function runCardInit(
  file: string | undefined,
  options: { readonly kind: Parameters<typeof cardSkeleton>[0] },
): Promise<number> {
  const text = cardSkeleton(options.kind);
  if (file === undefined || file === '-') {
    process.stdout.write(text);
    return EXIT.pass;
  }
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw storageError(error, 'write', file);
    throw new AmpbenchError(
      'usage',
      'card-exists',
      `${file} is already there and is not overwritten`,
      { file },
      'give another name, or none to print the card',
    );
  }
  process.stderr.write(`wrote ${file}\n`);
  return EXIT.pass;
}
