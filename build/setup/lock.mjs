import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say, SetupError } from './say.mjs';
import { toolchain } from './paths.mjs';

const LONGEST_SETUP_SECONDS = 1200;

function holderIsAlive(lockFolder) {
  let processId;
  try {
    processId = Number(readFileSync(join(lockFolder, 'pid'), 'utf8'));
  } catch {
    // Between making the folder and writing the number there is an instant; after a few seconds it is a leftover.
    try {
      return Date.now() - statSync(lockFolder).mtimeMs < 5000;
    } catch {
      return false;
    }
  }
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs `work` while no other start of this checkout sets anything up. */
export async function withSetupLock(work, folder = toolchain) {
  const lockFolder = join(folder, 'setup.lock');
  mkdirSync(folder, { recursive: true });
  const giveUpMs = Date.now() + LONGEST_SETUP_SECONDS * 1000;
  let announced = false;
  for (;;) {
    try {
      mkdirSync(lockFolder);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!holderIsAlive(lockFolder)) {
      rmSync(lockFolder, { recursive: true, force: true });
      continue;
    }
    if (Date.now() > giveUpMs) {
      throw new SetupError(
        `another start has been setting up for ${LONGEST_SETUP_SECONDS} s`,
        `end it, or remove ${lockFolder}`,
      );
    }
    if (!announced) say('another start is setting up; waiting for it');
    announced = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const release = () => rmSync(lockFolder, { recursive: true, force: true });
  process.once('exit', release);
  try {
    writeFileSync(join(lockFolder, 'pid'), String(process.pid));
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
