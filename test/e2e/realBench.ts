import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { forkEngine } from '../../host/engine/engineProcess.ts';
import { superviseEngine } from '../../host/engine/supervisor.ts';
import { startBenchServer } from '../../host/server/startBenchServer.ts';
import { launchChromium } from './chromium.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** The page as shipped, in Chromium, on the engine's own source as a process of its own: what is tested is what stands in the tree. */
export interface RealBench {
  readonly browser: Browser;
  readonly page: Page;
  readonly runsDir: string;
  /** What the browser complained of so far. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Opens the page at 1280×800 in the dark theme, without motion: a picture in the middle of a transition is nobody's screen. */
export async function openRealBench(): Promise<RealBench> {
  const folder = mkdtempSync(join(tmpdir(), 'ampbench-page-'));
  const pageDir = join(folder, 'page');
  const runsDir = join(folder, 'runs');
  // As shipped: vitest's own NODE_ENV would make a development build of React
  process.env['NODE_ENV'] = 'production';
  const building = build({
    configFile: join(ROOT, 'renderer/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: pageDir },
  });
  const [browser] = await Promise.all([launchChromium(), building]);
  const engine = superviseEngine({ launch: forkEngine(join(ROOT, 'host/engine/engineMain.ts')) });
  const server = await startBenchServer({ engine, port: 0, pageDir, runsDir });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Start verification' }).waitFor();
  // The tour has a test of its own; what is looked at here is the page of every day
  await page.getByRole('button', { name: 'Skip' }).click();
  return {
    browser,
    page,
    runsDir,
    complaints,
    close: async () => {
      await browser.close();
      await server.close();
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
