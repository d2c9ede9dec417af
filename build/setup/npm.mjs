import { findProgram, runQuietly } from './command.mjs';

const LIMIT_SECONDS = 600;
/** A registry that does not answer is given up soon: one retry, a minute for each file. */
const NETWORK_LIMITS = [
  '--fetch-retries=1',
  '--fetch-timeout=60000',
  '--fetch-retry-mintimeout=2000',
  '--loglevel=error',
];

/** Runs npm (the one that started us, else the one on PATH) to its end. */
export function runNpm(args, { cwd, nodePath }) {
  const started = process.env.npm_execpath;
  const options = { seconds: LIMIT_SECONDS, nodePath, ...(cwd === undefined ? {} : { cwd }) };
  const all = [...args, ...NETWORK_LIMITS];
  if (started !== undefined && /npm-cli\.c?js$/.test(started)) {
    return runQuietly(nodePath ?? process.execPath, [started, ...all], options);
  }
  return runQuietly(findProgram('npm') ?? 'npm', all, options);
}
