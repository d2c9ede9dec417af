import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './command.mjs';
import { out, root } from './paths.mjs';
import { SetupError, stage } from './say.mjs';
import { fingerprint, readStamp, writeStamp } from './stamps.mjs';

const SOURCES = ['core/dsp/kernel/assembly', 'node_modules/assemblyscript/package.json', 'build/setup/fftKernel.mjs'];
const kernelBytes = join(root, 'core', 'dsp', 'kernel', 'kernelBytes.ts');

export function kernelReady() {
  return existsSync(kernelBytes) && readStamp('fft-kernel')?.sources === fingerprint(SOURCES);
}

/** The bytes as a module, so that every way to run the product (sources, tests, bundles, worker threads) imports them alike. */
function moduleText(bytes) {
  return `/** The kernel of core/dsp/kernel/assembly, compiled by build/setup/fftKernel.mjs; not in version control. */
export const kernelBytes = new Uint8Array([${bytes.join(',')}]);
`;
}

/** The Fourier transform's kernel, compiled to WebAssembly. */
export async function compileKernel(nodePath) {
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(out, 'kernel-'));
  try {
    const wasm = join(folder, 'kernel.wasm');
    const { code, output } = await runQuietly(
      nodePath,
      [
        join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js'),
        'core/dsp/kernel/assembly/index.ts',
        ...['--outFile', wasm, '--runtime', 'stub', '--enable', 'simd', '--importMemory', '-O3', '--noAssert'],
      ],
      { seconds: 60, nodePath },
    );
    if (code !== 0)
      throw new SetupError(`the kernel could not be compiled\n${output.trim()}`, 'mend the source named above');
    return readFileSync(wasm);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compiles the kernel and writes it where core/dsp imports it. */
export async function buildKernel(nodePath) {
  await stage('Fourier transform kernel', async () => {
    const sources = fingerprint(SOURCES);
    const text = moduleText(await compileKernel(nodePath));
    // Written aside and moved into place: a test run beside this one never reads half a file.
    writeFileSync(`${kernelBytes}.next`, text);
    renameSync(`${kernelBytes}.next`, kernelBytes);
    writeStamp('fft-kernel', { sources });
  });
}
