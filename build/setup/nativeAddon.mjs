import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './command.mjs';
import { root } from './paths.mjs';
import { say } from './say.mjs';
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
  const sources = fingerprint(SOURCES);
  say('PortAudio addon ...');
  const { code, output, timedOut } = await runQuietly(nodePath, ['native/build.mjs'], {
    seconds: LIMIT_SECONDS,
    nodePath,
  });
  const built = code === 0;
  if (built) {
    say('PortAudio addon: built');
  } else {
    const reason = timedOut ? `its build did not end within ${LIMIT_SECONDS} s` : output.trim();
    say(`PortAudio addon: not built, so audio devices are off; the simulated bench works. ${reason}`);
    if (missingPackages !== null) say(`to enable devices: ${missingPackages}; then run npm start again`);
  }
  writeStamp('addon', { sources, built, headers, triedAtMs: Date.now() });
  return built;
}
