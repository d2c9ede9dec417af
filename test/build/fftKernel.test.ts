import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { kernelBytes } from '../../core/dsp/kernel/kernelBytes.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

it("[FFT-1] the transform's kernel in use is what its source compiles to, to the byte", () => {
  const script = `
    import { createHash } from 'node:crypto';
    import { compileKernel } from '${pathToFileURL(join(root, 'build', 'setup', 'fftKernel.mjs')).href}';
    process.stdout.write(createHash('sha256').update(await compileKernel(process.execPath)).digest('hex'));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(stdout, stderr).toBe(createHash('sha256').update(kernelBytes).digest('hex'));
});
