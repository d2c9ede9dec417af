import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AmpbenchError } from '../../core/errors.ts';

interface PackageFile {
  readonly name: string;
  readonly version: string;
}

function isPackageFile(value: unknown): value is PackageFile {
  return typeof value === 'object' && value !== null && 'name' in value && 'version' in value;
}

function readPackageFile(folder: string): PackageFile | null {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return null;
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return isPackageFile(value) && value.name === 'ampbench' ? value : null;
}

/** The folder Ampbench itself lies in, found upwards from this file, so that source and bundle agree on it. */
export function productFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (readPackageFile(folder) !== null) return folder;
    if (folder === dirname(folder)) {
      throw new AmpbenchError('bug', 'product-folder-missing', `no package.json of ampbench above ${import.meta.url}`);
    }
  }
}

export function productVersion(): string {
  return readPackageFile(productFolder())!.version;
}
