import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './npm.mjs';
import { root } from './paths.mjs';
import { SetupError, stage } from './say.mjs';
import { contentHash, dropStamp, readStamp, writeStamp } from './stamps.mjs';

const LOCK_FILES = ['package.json', 'package-lock.json'];
// The stamp lies inside node_modules, so that removing the folder removes the claim that it is complete.
const modules = join(root, 'node_modules');

export function packagesReady() {
  return existsSync(modules) && readStamp('.ampbench', modules)?.lock === contentHash(LOCK_FILES);
}

/** Installs exactly what the lock file says; no package's own install script runs. */
export async function installPackages(nodePath) {
  await stage('npm packages', async () => {
    dropStamp('.ampbench', modules);
    const { code, output, timedOut } = await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      nodePath,
    });
    if (code !== 0) {
      throw new SetupError(
        `npm ci ${timedOut ? 'did not end in time' : `failed with code ${code}`}\n${output.trim()}`,
        'check the network and the npm registry, then run the command again',
      );
    }
    writeStamp('.ampbench', { lock: contentHash(LOCK_FILES) }, modules);
  });
}
