import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
  /** What the browser complained of so far. */
  readonly complaints: readonly string[];
  /** Ends page, shell and engine. */
  close(): Promise<void>;
}

async function openInBrowser(folder: string): Promise<Omit<OpenedPage, 'complaints'>> {
  // As shipped: vitest's own NODE_ENV would make a development build of React
  process.env['NODE_ENV'] = 'production';
  process.env['XDG_DATA_HOME'] = join(folder, 'data');
  const pageDir = join(folder, 'page');
  const runsFolder = join(folder, 'data', 'ampbench', 'runs');
  const building = build({
    configFile: join(ROOT, 'renderer/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: pageDir },
  });
  const [browser] = await Promise.all([launchChromium(), building]);
  const engine = superviseEngine({ launch: forkEngine(join(ROOT, 'host/engine/engineMain.ts')) });
  const server = await startBenchServer({ engine, port: 0, pageDir, runsDir: runsFolder });
  const context = await browser.newContext();
  const page = await context.newPage();
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

async function openInWindow(folder: string): Promise<Omit<OpenedPage, 'complaints'>> {
  const app = await launchShell(folder);
  return {
    page: await app.firstWindow(),
    runsFolder: join(folder, 'data', 'ampbench', 'runs'),
    close: () => app.close(),
  };
}

/**
 * Opens the page in a shell, ready to verify, at 1280×800 in the dark theme, without motion: a picture in the middle of a transition is nobody's screen. The
 * browser's engine and page are built from the sources; the window's are those of the bundle, on the real Electron where it is installed and else on its double.
 * @param folder for everything that is kept; rigs lie in `data/ampbench/rigs`
 */
export async function openPage(shell: Shell, folder: string): Promise<OpenedPage> {
  const opened = await (shell === 'browser' ? openInBrowser(folder) : openInWindow(folder));
  const { page } = opened;
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'Start verification' }).waitFor();
  return { ...opened, complaints };
}

/** The page as it is every day, in a browser, on a bench that is gone afterwards: the tour has a test of its own. */
export async function openEverydayPage(): Promise<OpenedPage> {
  const folder = mkdtempSync(join(tmpdir(), 'ampbench-page-'));
  const opened = await openPage('browser', folder);
  await opened.page.getByRole('button', { name: 'Skip' }).click();
  return {
    ...opened,
    close: async () => {
      await opened.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
