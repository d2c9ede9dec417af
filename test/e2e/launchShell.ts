import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';

const ROOT = new URL('../..', import.meta.url).pathname;

const NAMES = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as const;

/** The Electron that is installed here: in the folder that `ELECTRON_OVERRIDE_DIST_PATH` names, or as its package fetched it; null where there is none. */
export function realElectron(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const name = process.platform in NAMES ? NAMES[process.platform as keyof typeof NAMES] : 'electron';
  const path = join(named ?? join(folder, 'dist'), name);
  return existsSync(path) ? path : null;
}

/**
 * Starts the bundled shell: on the real Electron where it is installed, else on the double.
 * @param home folder for everything the app keeps
 */
export async function launchShell(
  home: string,
  environment: Record<string, string> = {},
): Promise<ElectronApplication> {
  const executablePath = realElectron() ?? join(ROOT, 'test/e2e/electronDouble/electron');
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return _electron.launch({
    executablePath,
    cwd: ROOT,
    args: [join(ROOT, 'out/electron/main.mjs')],
    env: {
      ...Object.fromEntries(inherited),
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CONFIG_HOME: join(home, 'config'),
      DOUBLE_NODE: process.execPath,
      ...environment,
    },
  });
}
