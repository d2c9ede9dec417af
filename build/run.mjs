#!/usr/bin/env node
// Every npm script starts here, on whatever Node ≥ 18 the machine has: sets up what is missing, then runs the command
// under the pinned Node. Node built-ins only, because nothing is installed yet the first time.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInForeground } from './setup/command.mjs';
import { ensureElectron, noWindowReason } from './setup/electronRuntime.mjs';
import { cliBundle, out, root } from './setup/paths.mjs';
import { say, SetupError } from './setup/say.mjs';
import { setUp } from './setup/setUp.mjs';

/** A folder name that sorts by time: 2026-01-31T12-00-00. */
const timestamp = () => new Date().toISOString().slice(0, 19).replaceAll(':', '-');

async function runProduct(args) {
  const nodePath = await setUp({ forTests: false });
  if (nodePath !== process.execPath) return runInForeground(nodePath, [cliBundle, ...args]);
  process.argv.splice(1, process.argv.length - 1, cliBundle, ...args);
  await import(pathToFileURL(cliBundle).href);
  return null;
}

/** The desktop window where one can be had, else the same page in the default browser. With arguments of `serve`: that. */
async function start(args) {
  if (args.length > 0) return runProduct(['serve', ...args]);
  const nodePath = await setUp({ forTests: false });
  const electron = noWindowReason() === null ? await ensureElectron(nodePath) : null;
  if (electron !== null) return runInForeground(electron, [join(out, 'electron', 'main.mjs')], { nodePath });
  say(`${noWindowReason() ?? "Electron's runtime cannot be had here"}: the bench opens in your browser`);
  return runProduct(['serve', '--open']);
}

const COMMANDS = {
  start,
  ampbench: runProduct,
  verify: (args) => {
    const given = (name) => args.some((argument) => argument === name || argument.startsWith(`${name}=`));
    const defaults = given('--resume')
      ? []
      : [
          ...(given('--card') ? [] : ['--card', 'hpa-1']),
          ...(given('--rig') ? [] : ['--rig', 'sim:studio-384/hpa-1']),
          ...(given('--out') ? [] : ['--out', join('out', 'verify', timestamp())]),
        ];
    return runProduct(['verify', ...defaults, ...args]);
  },
  test: async (args) => {
    const nodePath = await setUp({ forTests: true });
    return runInForeground(nodePath, [join(root, 'build', 'checks', 'runChecks.mjs'), ...args], { nodePath });
  },
  vitest: async (args) => {
    const nodePath = await setUp({ forTests: true });
    return runInForeground(nodePath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...args], {
      nodePath,
    });
  },
  package: async (args) => {
    const nodePath = await setUp({ forTests: false });
    const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
    const config = ['--config', join('build', 'packaging', 'electron-builder.yml'), '--publish', 'never'];
    return runInForeground(nodePath, [builder, ...config, ...args], { nodePath });
  },
  docs: async () => {
    const nodePath = await setUp({ forTests: false });
    const typedoc = join(root, 'node_modules', 'typedoc', 'bin', 'typedoc');
    return runInForeground(nodePath, [typedoc, '--options', join(root, 'build', 'typedoc.json')], { nodePath });
  },
  format: async () => {
    const nodePath = await setUp({ forTests: false });
    const prettier = join(root, 'node_modules', 'prettier', 'bin', 'prettier.cjs');
    return runInForeground(nodePath, [prettier, '--write', '.'], { nodePath });
  },
};

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined) {
  say(`unknown command "${name}"; one of ${Object.keys(COMMANDS).join(', ')}`);
  process.exit(3);
}
try {
  const code = await command(args);
  if (code !== null) process.exitCode = code;
} catch (error) {
  if (error instanceof SetupError) {
    say(error.message);
    if (error.tip !== undefined) say(`what to do: ${error.tip}`);
    if (name === 'test') process.stdout.write('0 passed, 1 failed\n');
  } else {
    say(`the set-up itself failed: ${error.stack}`);
  }
  process.exitCode = name === 'test' ? 1 : 70;
}
