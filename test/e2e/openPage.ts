import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { forkEngine } from '../../host/engine/engineProcess.ts';
import { superviseEngine } from '../../host/engine/supervisor.ts';
import { startBenchServer } from '../../host/server/startBenchServer.ts';
import { launchChromium } from './chromium.ts';
import { launchShell } from './launchShell.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Where the same page is shown: in a browser that a bench server serves, or in the desktop window. */
export type Shell = 'browser' | 'window';

/** The page of a bench of its own, with the real engine. */
export interface OpenedPage {
  readonly page: Page;
  /** Where its runs lie. */
  readonly runsFolder: string;
  /** Ends page, shell and engine. */
  close(): Promise<void>;
}

async function openInBrowser(folder: string): Promise<OpenedPage> {
  process.env['NODE_ENV'] = 'production';
  process.env['XDG_DATA_HOME'] = join(folder, 'data');
  const pageDir = join(folder, 'page');
  const runsFolder = join(folder, 'data', 'ampbench', 'runs');
  await build({ configFile: join(ROOT, 'renderer/vite.config.ts'), logLevel: 'error', build: { outDir: pageDir } });
  const engine = superviseEngine({ launch: forkEngine(join(ROOT, 'host/engine/engineMain.ts')) });
  const server = await startBenchServer({ engine, port: 0, pageDir, runsDir: runsFolder });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(server.url);
  return {
    page,
    runsFolder,
    close: async () => {
      await browser.close();
      await server.close();
      await engine.close();
    },
  };
}

async function openInWindow(folder: string): Promise<OpenedPage> {
  const app = await launchShell(folder);
  return {
    page: await app.firstWindow(),
    runsFolder: join(folder, 'data', 'ampbench', 'runs'),
    close: () => app.close(),
  };
}

/**
 * Opens the page in a shell, ready to verify. The browser's engine and page are built from the sources; the window's are those of the bundle, on the real
 * Electron where it is installed and else on its double.
 * @param folder for everything that is kept; rigs lie in `data/ampbench/rigs`
 */
export async function openPage(shell: Shell, folder: string): Promise<OpenedPage> {
  const opened = await (shell === 'browser' ? openInBrowser(folder) : openInWindow(folder));
  await opened.page.getByRole('button', { name: 'Start verification' }).waitFor();
  return opened;
}
