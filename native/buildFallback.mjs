#!/usr/bin/env node
// Builds naudiodon's binary inside its package, for the fallback driver; nothing does so at install. Node built-ins only.
// Exit 0: it is there. Exit 1: it is not, and one line on stderr says why.
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNodeGyp } from './nodeGyp.mjs';

const packageFolder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules', 'naudiodon');
const binary = join(packageFolder, 'build', 'Release', 'naudiodon.node');
const source = join(packageFolder, 'binding.gyp');

function fail(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

if (!existsSync(source)) fail('the package naudiodon is not installed; npm ci');
if (!existsSync(binary) || statSync(binary).mtimeMs < statSync(source).mtimeMs) {
  const reason = await runNodeGyp(packageFolder, {});
  if (reason !== null) fail(`naudiodon could not be compiled: ${reason}`);
}
