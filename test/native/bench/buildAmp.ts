import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const sources = join(import.meta.dirname, '../amp');
const program = join(import.meta.dirname, '../../../out/test/native/amp');

/** Compiles the amplifier if it is older than its sources. @returns the program's path */
export function buildAmp(): string {
  const files = readdirSync(sources).map((name) => join(sources, name));
  const newestMs = Math.max(...files.map((file) => statSync(file).mtimeMs));
  if (existsSync(program) && statSync(program).mtimeMs > newestMs) return program;
  mkdirSync(dirname(program), { recursive: true });
  const fresh = `${program}.${process.pid}`;
  const code = files.filter((file) => file.endsWith('.c'));
  execFileSync('gcc', ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror', '-o', fresh, ...code, '-ljack', '-lm'], {
    stdio: 'inherit',
  });
  renameSync(fresh, program);
  return program;
}
