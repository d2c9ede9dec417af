#!/usr/bin/env node
// Builds the PortAudio addon into out/native/; does nothing when it is newer than its sources. Node built-ins only.
// Exit 0: the addon is there. Exit 1: it is not, and one line on stderr says why.
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPortAudio, portAudioAdvice } from './findPortAudio.mjs';
import { runNodeGyp } from './nodeGyp.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const target = join(root, 'out', 'native', 'ampbench_audio.node');

function fail(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

function upToDate() {
  if (!existsSync(target)) return false;
  const sources = readdirSync(here).filter((name) => /\.(cc|h|gyp|mjs)$/.test(name));
  const newestMs = Math.max(...sources.map((name) => statSync(join(here, name)).mtimeMs));
  return statSync(target).mtimeMs > newestMs;
}

if (!upToDate()) {
  const portAudio = findPortAudio();
  if (portAudio === null) fail(`PortAudio's header and library were not found; ${portAudioAdvice()}`);
  if (!existsSync(join(root, 'node_modules', 'node-addon-api', 'napi.h')))
    fail('node-addon-api is not installed; npm ci');
  const reason = await runNodeGyp(here, {
    portaudio_include_dir: portAudio.includeDir,
    portaudio_libraries: portAudio.libraries,
  });
  if (reason !== null) fail(`the PortAudio addon could not be compiled: ${reason}`);
  mkdirSync(dirname(target), { recursive: true });
  // Moved into place: a process that has the old one loaded keeps it.
  copyFileSync(join(here, 'build', 'Release', 'ampbench_audio.node'), `${target}.new`);
  renameSync(`${target}.new`, target);
}
