import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './command.mjs';
import { root } from './paths.mjs';
import { say, stage } from './say.mjs';
import { fingerprint, readStamp, writeStamp } from './stamps.mjs';
import { portAudioHeadersAppeared } from './systemPackages.mjs';

const SOURCES = ['native', 'node_modules/node-addon-api/package.json'];
const RETRY_AFTER_SECONDS = 3600;
const LIMIT_SECONDS = 240;

/**
 * `ready`: built from these sources. `failed`: tried with these sources lately and could not be built; not worth another
 * try at every start. `stale`: to be built.
 */
export function addonState() {
  const stamp = readStamp('addon');
  if (stamp === null || stamp.sources !== fingerprint(SOURCES)) return 'stale';
  if (stamp.built) return existsSync(join(root, 'out', 'native')) ? 'ready' : 'stale';
  const old = Date.now() - stamp.triedAtMs > RETRY_AFTER_SECONDS * 1000;
  return old || portAudioHeadersAppeared() !== stamp.headers ? 'stale' : 'failed';
}

/** Builds the PortAudio addon. Without it the simulated bench works all the same, so a failure is told, not thrown. */
export async function buildAddon(nodePath, missingPackages) {
  const headers = portAudioHeadersAppeared();
  const { code, output } = await stage('PortAudio addon', () =>
    runQuietly(nodePath, ['native/build.mjs'], { seconds: LIMIT_SECONDS, nodePath }),
  );
  const built = code === 0;
  if (!built) {
    say(`the PortAudio addon is not built, so audio devices are off; the simulated bench works. ${output.trim()}`);
    if (missingPackages !== null) say(`to enable devices: ${missingPackages}; then run npm start again`);
  }
  writeStamp('addon', { sources: fingerprint(SOURCES), built, headers, triedAtMs: Date.now() });
  return built;
}
