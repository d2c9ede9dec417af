import { withSetupLock } from './lock.mjs';
import { addonState, buildAddon } from './nativeAddon.mjs';
import { buildBundles, bundlesReady } from './bundles.mjs';
import { buildKernel, kernelReady } from './fftKernel.mjs';
import { findNode, installNode } from './nodeRuntime.mjs';
import { installPackages, packagesReady } from './packages.mjs';
import { SetupError } from './say.mjs';
import { readStamp, writeStamp } from './stamps.mjs';
import { ensureSystemPackages } from './systemPackages.mjs';

const testPackagesKnown = () => readStamp('test-packages')?.installed === true;

function nothingToDo(forTests) {
  const nodePath = findNode();
  if (nodePath === null || !packagesReady() || !kernelReady() || !bundlesReady() || addonState() === 'stale')
    return null;
  return forTests && (!testPackagesKnown() || addonState() !== 'ready') ? null : nodePath;
}

/**
 * Brings this checkout into the state in which everything runs; does only what is missing or stale.
 * @param options.forTests also what the tests need (JACK, Chromium); a failure to get it is told, and the tests will fail on it
 * @returns the path of the Node to run with
 */
export async function setUp({ forTests }) {
  const ready = nothingToDo(forTests);
  if (ready !== null) return ready;
  return withSetupLock(async () => {
    const nodePath = findNode() ?? (await installNode());
    if (!packagesReady()) await installPackages(nodePath);
    if (!kernelReady()) await buildKernel(nodePath);
    if (addonState() === 'stale' || (forTests && (addonState() !== 'ready' || !testPackagesKnown()))) {
      const missing = await ensureSystemPackages({ forTests });
      if (forTests && missing !== null)
        throw new SetupError(missing, 'the tests need these; install them and run again');
      if (forTests) writeStamp('test-packages', { installed: true });
      if (addonState() !== 'ready') await buildAddon(nodePath, missing);
    }
    if (!bundlesReady()) await buildBundles(nodePath);
    return nodePath;
  });
}
