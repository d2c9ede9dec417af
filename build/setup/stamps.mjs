import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, stampFolder } from './paths.mjs';

const NOT_SOURCES = new Set(['node_modules', 'build', '.git']);

function addTree(hash, path, name) {
  let entry;
  try {
    entry = statSync(path);
  } catch {
    hash.update(`${name}:absent\n`);
    return;
  }
  if (!entry.isDirectory()) {
    hash.update(`${name}:${entry.size}:${entry.mtimeMs}\n`);
    return;
  }
  for (const child of readdirSync(path).sort()) {
    if (!NOT_SOURCES.has(child)) addTree(hash, join(path, child), `${name}/${child}`);
  }
}

/** A short name for the state of some files and folders (paths from the root), from sizes and times: cheap enough for every start. */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) addTree(hash, join(root, path), path);
  return hash.digest('hex').slice(0, 32);
}

/** A short name for the contents of some files. */
export function contentHash(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(readFileSync(join(root, path)));
  return hash.digest('hex').slice(0, 32);
}

/** What was noted under this name, or null. */
export function readStamp(name, folder = stampFolder) {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  } catch {
    return null;
  }
}

export function writeStamp(name, value, folder = stampFolder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(value));
}

export function dropStamp(name, folder = stampFolder) {
  rmSync(join(folder, `${name}.json`), { force: true });
}
