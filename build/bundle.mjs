// Bundles the command line, the engine, its threads and the window's shell for Node, and the page for the browser, into out/. Runs under the pinned Node.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { out, root } from './setup/paths.mjs';

const fresh = join(out, 'bundle.next');
const PARTS = ['cli', 'engine', 'analysis', 'electron', 'chunks'];

await build({
  configFile: false,
  root,
  logLevel: 'error',
  publicDir: false,
  ssr: { noExternal: true, external: ['naudiodon', 'better-sqlite3', 'electron'] },
  build: {
    ssr: true,
    target: 'node24',
    outDir: fresh,
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: {
        'cli/main': join(root, 'cli/main.ts'),
        'engine/main': join(root, 'host/engine/engineMain.ts'),
        'engine/procedure': join(root, 'host/engine/procedureMain.ts'),
        'electron/main': join(root, 'electron/main/main.ts'),
        'analysis/worker': join(root, 'host/analysis/workerMain.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
    },
  },
});
// A sandboxed preload script is one CommonJS file
await build({
  configFile: false,
  root,
  logLevel: 'error',
  publicDir: false,
  build: {
    target: 'node24',
    outDir: join(fresh, 'electron'),
    emptyOutDir: false,
    minify: false,
    lib: { entry: join(root, 'electron/preload/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
    rollupOptions: { external: ['electron'] },
  },
});
// Built aside and moved into place, so that a broken build leaves the last good one.
for (const part of PARTS) {
  rmSync(join(out, part), { recursive: true, force: true });
  if (existsSync(join(fresh, part))) renameSync(join(fresh, part), join(out, part));
}
rmSync(fresh, { recursive: true, force: true });

await build({ configFile: join(root, 'renderer/vite.config.ts'), logLevel: 'error' });
