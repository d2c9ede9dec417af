import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './command.mjs';
import { cliBundle, out } from './paths.mjs';
import { SetupError, stage } from './say.mjs';
import { fingerprint, readStamp, writeStamp } from './stamps.mjs';

const SOURCES = ['core', 'host', 'cli', 'electron', 'native', 'renderer', 'build/bundle.mjs', 'package-lock.json'];

export function bundlesReady() {
  const programs = [
    cliBundle,
    ...['engine/main.mjs', 'analysis/worker.mjs', 'electron/main.mjs', 'renderer/index.html'].map((name) =>
      join(out, name),
    ),
  ];
  if (!programs.every((program) => existsSync(program))) return false;
  return readStamp('bundles')?.sources === fingerprint(SOURCES);
}

/** Builds the command line, the engine, its threads, the window's shell and the page. */
export async function buildBundles(nodePath) {
  await stage('bundles', async () => {
    // Taken before building: a file saved meanwhile makes the next start build again.
    const sources = fingerprint(SOURCES);
    const { code, output } = await runQuietly(nodePath, ['build/bundle.mjs'], { seconds: 180, nodePath });
    if (code !== 0)
      throw new SetupError(`the bundles could not be built\n${output.trim()}`, 'mend the source named above');
    writeStamp('bundles', { sources });
  });
}
