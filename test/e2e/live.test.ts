import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkEngine } from '../../host/engine/engineProcess.ts';
import { superviseEngine, type SupervisedEngine } from '../../host/engine/supervisor.ts';
import { startBenchServer, type BenchServer } from '../../host/server/startBenchServer.ts';
import { chromiumMissing, launchChromium } from './chromium.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SCREENSHOTS = join(ROOT, 'out', 'screenshots');
const LIMIT_MS = 60_000;
const RIG = 'sim:usb-192/hpa-1';
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
/** The issue: no task of the page's main thread may be longer. */
const LONGEST_TASK_MS = 50;
const LEAST_UPDATES = 20;
const WATCHED_SECONDS = 4;

interface Watched {
  readonly longTasks: readonly number[];
  readonly pictures: number;
}

describe.skipIf(chromiumMissing)('the live analyzer, on the real engine and the simulated bench at 192 kHz', () => {
  let browser: Browser;
  let folder: string;
  let engine: SupervisedEngine;
  let server: BenchServer;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-live-'));
    mkdirSync(SCREENSHOTS, { recursive: true });
    process.env['NODE_ENV'] = 'production';
    const pageDir = join(folder, 'page');
    await build({ configFile: join(ROOT, 'renderer/vite.config.ts'), logLevel: 'error', build: { outDir: pageDir } });
    engine = superviseEngine({ launch: forkEngine(join(ROOT, 'host/engine/engineMain.ts')) });
    server = await startBenchServer({ engine, port: 0, pageDir, runsDir: join(folder, 'runs') });
    browser = await launchChromium();
    const context = await browser.newContext({ viewport: SIZES[0], colorScheme: 'dark', reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(8000);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await page.getByRole('combobox', { name: 'Rig' }).selectOption(RIG);
  }, LIMIT_MS);

  afterAll(async () => {
    await browser.close();
    await server.close();
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const state = () => page.locator('[data-state]').getAttribute('data-state');
  const reading = (label: string) =>
    page
      .locator('.reading', { has: page.getByRole('heading', { name: label, exact: true }) })
      .locator('.large')
      .first();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  async function lookAt(name: string): Promise<void> {
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `pixels of sideways scrolling of ${name} at ${size.width}`).toBeLessThanOrEqual(0);
        await page.waitForTimeout(400);
        await page.screenshot({ path: join(SCREENSHOTS, `${name}-${theme}-${size.width}.png`) });
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      expect(found, `axe on ${name}, ${theme}`).toEqual([]);
    }
    await page.setViewportSize(SIZES[0]);
    await page.emulateMedia({ colorScheme: 'dark' });
  }

  it('shows volts, watts and wiring before anything plays, and refuses what passes a limit', async () => {
    await page.getByRole('combobox', { name: 'Load' }).selectOption('20');
    const before = page.getByRole('region', { name: 'What will be played' });
    await expect.poll(() => before.innerText()).toMatch(/50\.0\smW/u);
    expect(await before.getByRole('img', { name: /^Wiring/u }).isVisible()).toBe(true);
    expect(await state()).toBe('closed');
    await lookAt('live-before');
    await page.getByLabel('Level', { exact: true }).fill('20');
    await expect
      .poll(() => page.getByRole('alert').allInnerTexts())
      .toEqual([expect.stringMatching(/output-over-limit.*7\.50\sV/u)]);
    expect(await page.getByRole('button', { name: 'Start', exact: true }).isEnabled()).toBe(false);
    await page.getByLabel('Level', { exact: true }).fill('1');
  });

  it('rises to the asked volts at the output by itself and reads them', async () => {
    await press('Start');
    await expect.poll(state, { timeout: 15_000 }).toBe('on');
    await expect.poll(() => reading('Level').innerText(), { timeout: 5000 }).toMatch(/^(?:1\.000|999\.\d|1\.001)/u);
    await expect.poll(() => reading('SINAD').innerText()).toMatch(/^8\d\.\d/u);
  });

  /** Pictures that were shown and tasks over 50 ms, for so many seconds. */
  const watch = () =>
    page.evaluate(async (seconds): Promise<Watched> => {
      const longTasks: number[] = [];
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longTasks.push(duration);
      });
      observer.observe({ type: 'longtask' });
      const shown = (): number =>
        Number(document.querySelector<HTMLCanvasElement>('.spectrum-panel canvas')?.dataset['drawn']);
      const from = shown();
      await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
      observer.disconnect();
      return { longTasks, pictures: shown() - from };
    }, WATCHED_SECONDS);

  it('shows 20 pictures a second without a task over 50 ms', async () => {
    // A stall of the machine lengthens whatever runs then: one of three stretches must be free of it
    const stretches: Watched[] = [];
    const isFluent = ({ longTasks, pictures }: Watched): boolean =>
      pictures / WATCHED_SECONDS >= LEAST_UPDATES && longTasks.every((milliseconds) => milliseconds <= LONGEST_TASK_MS);
    while (stretches.length < 3 && !stretches.some(isFluent)) stretches.push(await watch());
    expect(stretches.some(isFluent), JSON.stringify(stretches)).toBe(true);
  });

  it('averages, holds, lays over, pauses, and saves what came in', async () => {
    await page.getByText('Avg 24').click();
    await page.getByLabel('Hold').check();
    await press('Overlay');
    await press('Save 5 s');
    await page.getByText(/Saved with the runs/u).waitFor();
    const [saved] = readdirSync(join(folder, 'runs'));
    expect(readdirSync(join(folder, 'runs', saved)).sort()).toEqual(['capture.json', 'capture.wav']);
    await lookAt('live');
    await page.getByRole('heading', { name: 'Spectrum' }).click();
    await page.keyboard.press('Space');
    await page.getByText('Paused').waitFor();
    await page.keyboard.press('Space');
  });

  it('follows another signal at a lower level at once, and Escape ends it', async () => {
    await page.getByLabel('Level', { exact: true }).fill('0.1');
    await page.keyboard.press('Enter');
    await expect.poll(() => reading('Level').innerText(), { timeout: 5000 }).toMatch(/^(?:100\.\d|99\.\d+)/u);
    await page.keyboard.press('Escape');
    await expect.poll(state).toBe('closed');
    expect(complaints).toEqual([]);
  });
});
