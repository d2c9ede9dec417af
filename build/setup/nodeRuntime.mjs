import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './npm.mjs';
import { root, toolchain } from './paths.mjs';
import { SetupError, stage } from './say.mjs';
import { contentHash, readStamp, writeStamp } from './stamps.mjs';

const NEEDED_MAJOR = 24;
const LOCK_FILES = ['build/toolchain/package.json', 'build/toolchain/package-lock.json'];

const runningIsEnough = Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR;

function packagedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const folder = join(toolchain, 'node_modules', `node-${platform}-${process.arch}`, 'bin');
  return join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The Node to run everything with: the running one when it is new enough, else the pinned package. Null: not set up. */
export function findNode() {
  if (runningIsEnough) return process.execPath;
  const path = packagedNode();
  return existsSync(path) && readStamp('node', toolchain)?.lock === contentHash(LOCK_FILES) ? path : null;
}

/** Fetches the pinned Node package into .toolchain/ and returns its path. */
export async function installNode() {
  return stage(
    `Node ${process.versions.node} is older than ${NEEDED_MAJOR}: fetching the pinned Node package`,
    async () => {
      mkdirSync(toolchain, { recursive: true });
      for (const file of LOCK_FILES) copyFileSync(join(root, file), join(toolchain, file.split('/').pop()));
      const path = packagedNode();
      const { code, output } = await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: toolchain });
      if (code !== 0 || !existsSync(path)) {
        throw new SetupError(
          `the Node ${NEEDED_MAJOR} package for ${process.platform}-${process.arch} could not be fetched\n${output.trim()}`,
          `install Node ${NEEDED_MAJOR} or newer from https://nodejs.org and run the command again`,
        );
      }
      writeStamp('node', { lock: contentHash(LOCK_FILES) }, toolchain);
      return path;
    },
  );
}
