import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const out = join(root, 'out');
export const stampFolder = join(out, 'setup');
export const toolchain = join(root, '.toolchain');
export const cliBundle = join(out, 'cli', 'main.mjs');
