import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** node-gyp comes with npm: the one that started us, the one on PATH, or one beside the running Node. */
function findNodeGyp() {
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const npmFolders = [];
  if (process.env.npm_execpath !== undefined) npmFolders.push(dirname(dirname(process.env.npm_execpath)));
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, program), constants.R_OK);
      npmFolders.push(dirname(dirname(realpathSync(join(folder, program)))), join(folder, 'node_modules', 'npm'));
    } catch {
      // No npm in this folder.
    }
  }
  npmFolders.push(join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm'), '/usr/lib/node_modules/npm');
  const candidates = npmFolders.map((folder) => join(folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js'));
  candidates.push('/usr/share/nodejs/node-gyp/bin/node-gyp.js');
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

/**
 * A folder with `include/node`: the running Node's own, else the system's. Both will do, because only Node-API is used.
 * Null leaves node-gyp to fetch the headers of the running version.
 */
function headerFolder() {
  const own = join(dirname(process.execPath), '..');
  return (
    [own, '/usr', '/usr/local'].find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h'))) ?? null
  );
}

/** The lines of a build's output that say why it failed, in one line. */
function reasonOf(output) {
  const lines = output.split('\n');
  const telling = lines.filter((line) => /error[ :]|ERR! (stack|find)|not found/i.test(line));
  return (telling.length > 0 ? telling : lines.slice(-3)).slice(0, 2).join(' | ').trim();
}

/**
 * Runs `node-gyp rebuild` in a folder with a binding.gyp. `defines` are gyp variables.
 * @returns null when it succeeded, else one line saying why not
 */
export function runNodeGyp(folder, defines) {
  const nodeGyp = findNodeGyp();
  if (nodeGyp === null) return Promise.resolve("npm's node-gyp was not found; install npm");
  const headers = headerFolder();
  const args = [nodeGyp, 'rebuild', '-C', folder];
  if (headers !== null) args.push(`--nodedir=${headers}`);
  args.push('--', ...Object.entries(defines).map(([name, value]) => `-D${name}=${value}`));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? null : reasonOf(output) || `node-gyp ended with code ${code}`));
  });
}
