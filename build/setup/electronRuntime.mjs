import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './command.mjs';
import { root } from './paths.mjs';
import { say } from './say.mjs';
import { readStamp, writeStamp } from './stamps.mjs';

const folder = join(root, 'node_modules', 'electron');
/** Its archive is about 120 MB. A network that gives nothing is given up after this long, and not asked again for a day. */
const LIMIT_SECONDS = 180;
const RETRY_AFTER_MS = 24 * 3600 * 1000;

/** The executable of the Electron that is installed, or null. */
export function findElectron() {
  try {
    const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/** Why no window can be shown on this machine, whatever is installed; null where one can. */
export function noWindowReason(platform = process.platform, environment = process.env) {
  const graphical = platform !== 'linux' || environment.DISPLAY || environment.WAYLAND_DISPLAY;
  if (!graphical) return 'this machine has no display';
  // Chromium's sandbox refuses to start for root, and we start it no other way
  return platform === 'linux' && process.getuid() === 0 ? 'a window is not opened for the root user' : null;
}

/** Fetches the Electron runtime once, within a limit. Null with one line said where it cannot be had: the page in a browser does the same. */
export async function ensureElectron(nodePath) {
  const found = findElectron();
  if (found !== null) return found;
  const tried = readStamp('electron');
  if (tried !== null && Date.now() - tried.atMs < RETRY_AFTER_MS) return null;
  say(`Electron's runtime ... (at most ${LIMIT_SECONDS} s)`);
  const { timedOut } = await runQuietly(nodePath, [join(folder, 'install.js')], { seconds: LIMIT_SECONDS, nodePath });
  const program = findElectron();
  if (program === null) {
    writeStamp('electron', { atMs: Date.now() });
    if (timedOut) say(`Electron's runtime did not come within ${LIMIT_SECONDS} s`);
  }
  return program;
}
