import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBenchServer, type BenchServer } from '../../host/server/startBenchServer.ts';
import { exampleVerification } from '../report/exampleVerification.ts';
import { chromiumMissing, launchChromium } from './chromium.ts';
import { createFakeEngine, type FakeEngine } from './fakeEngine.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SCREENSHOTS = join(ROOT, 'out', 'screenshots');

describe.skipIf(chromiumMissing)('the page of the bench, with a scripted engine', () => {
  let browser: Browser;
  let folder: string;
  let pageDir: string;
  const open: { server: BenchServer; pages: Page[] }[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-page-'));
    pageDir = join(folder, 'page');
    mkdirSync(SCREENSHOTS, { recursive: true });
    // As shipped: vitest's own NODE_ENV would make a development build of React.
    process.env['NODE_ENV'] = 'production';
    await build({ configFile: join(ROOT, 'renderer/vite.config.ts'), logLevel: 'error', build: { outDir: pageDir } });
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const { server, pages } of open.splice(0)) {
      for (const page of pages) await page.close();
      await server.close();
    }
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function bench(holdAtStep: number | null = null) {
    const engine: FakeEngine = createFakeEngine({ holdAtStep });
    const server = await startBenchServer({ engine, port: 0, pageDir, runsDir: join(folder, 'runs') });
    const pages: Page[] = [];
    open.push({ server, pages });
    const complaints: string[] = [];
    const openPage = async (address = server.url, colorScheme: 'light' | 'dark' = 'dark') => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
      pages.push(page);
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(address);
      return page;
    };
    return { engine, server, openPage, complaints };
  }

  const startRun = async (page: Page) => {
    await page.getByRole('button', { name: 'Start verification' }).click();
    await page.getByRole('button', { name: 'Done, go on' }).click();
  };

  it('shows plan, prompt, progress and the finished table without any complaint of the browser', async () => {
    const { engine, openPage, complaints } = await bench();
    const page = await openPage();
    await page.getByRole('heading', { name: 'Pass Labs HPA-1' }).waitFor();
    await page.getByRole('button', { name: 'Start verification' }).waitFor();
    expect(new URL(page.url()).hash, 'the token leaves the address bar').toBe('');
    await page.screenshot({ path: join(SCREENSHOTS, 'page-plan-dark.png') });
    await page.getByRole('button', { name: 'Start verification' }).click();
    await page.getByText('Unplug headphones and speakers.').waitFor();
    const expected = page.getByRole('region', { name: 'What will be played' });
    expect(await expected.innerText(), 'volts and watts before anything plays').toMatch(
      /\d\s*V[\s\S]*at the unit's output/u,
    );
    expect(await page.getByRole('img', { name: /^Wiring/u }).isVisible(), 'what to connect, as a drawing').toBe(true);
    await page.screenshot({ path: join(SCREENSHOTS, 'page-prompt-dark.png') });
    await page.getByRole('button', { name: 'Done, go on' }).click();
    await page.getByRole('link', { name: 'Open the report' }).waitFor();
    expect(engine.calls).toContain('answer safety done');

    for (const claim of exampleVerification.claims) {
      const row = await page.locator(`tr[data-claim="${claim.id}"]`).innerText();
      if (claim.measured !== null) expect(row).toContain(claim.measured.text);
      expect(row.toLowerCase()).toContain(claim.verdict.replace('-', ' '));
      expect(row.includes(claim.text), 'a pass is told by its numbers, anything else has its reason').toBe(
        claim.verdict !== 'pass',
      );
    }
    expect(await page.getByText('SIMULATED', { exact: true }).isVisible(), 'a simulated result says so').toBe(true);
    await page.screenshot({ path: join(SCREENSHOTS, 'page-result-dark.png'), fullPage: true });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.screenshot({ path: join(SCREENSHOTS, 'page-result-light.png'), fullPage: true });
    await page.setViewportSize({ width: 390, height: 844 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, 'pixels of sideways scrolling on a phone').toBeLessThanOrEqual(0);
    await page.screenshot({ path: join(SCREENSHOTS, 'page-result-phone.png'), fullPage: true });
    expect(complaints).toEqual([]);
  });

  it('serves the report of its run, and only with its key', async () => {
    const { openPage, complaints } = await bench();
    const page = await openPage();
    await startRun(page);
    const link = page.getByRole('link', { name: 'Open the report' });
    const address = new URL((await link.getAttribute('href'))!, page.url());
    const report = await openPage(address.href);
    expect(await report.getByText('Published against measured').isVisible()).toBe(true);
    expect(await report.locator('svg.chart').count()).toBeGreaterThanOrEqual(5);
    await report.screenshot({ path: join(SCREENSHOTS, 'report-dark.png'), fullPage: true });
    await report.emulateMedia({ colorScheme: 'light' });
    await report.screenshot({ path: join(SCREENSHOTS, 'report-light.png'), fullPage: true });
    expect(complaints).toEqual([]);
    address.searchParams.set('key', 'x'.repeat(43));
    expect((await fetch(address)).status).toBe(404);
  });

  it('stops on Escape and says so', async () => {
    const { engine, openPage } = await bench(2);
    const page = await openPage();
    await startRun(page);
    await page.getByText('Frequency response: a tone of 997 Hz').waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, 'page-running-dark.png') });
    await page.keyboard.press('Escape');
    await page.getByText('run-cancelled').waitFor();
    expect(engine.calls).toContain('cancel');
  });

  it('lets a second page watch and stop, but not start; it takes the controls when they are free', async () => {
    const { openPage } = await bench(1);
    const first = await openPage();
    await first.getByRole('button', { name: 'Start verification' }).waitFor();
    const second = await openPage();
    await second.getByText('Watching').waitFor();
    expect(await second.getByRole('button', { name: 'Start verification' }).isDisabled()).toBe(true);
    await startRun(first);
    await second.getByText('Gain without a load: a tone of 997 Hz').waitFor();
    await second.getByRole('button', { name: /Stop/u }).click();
    await first.getByText('run-cancelled').waitFor();
    const third = await openPage();
    await third.getByText('Watching').waitFor();
    await first.close();
    await second.getByRole('button', { name: 'Take the controls' }).click();
    await second.getByText('Watching').waitFor({ state: 'detached' });
    expect(await second.getByRole('button', { name: 'New verification' }).isEnabled()).toBe(true);
  });

  it('stops what plays when the page in control is closed', async () => {
    const { engine, openPage } = await bench(1);
    const page = await openPage();
    await startRun(page);
    await page.getByText('Gain without a load: a tone of 997 Hz').waitFor();
    await page.close();
    await expect.poll(() => engine.calls).toContain('cancel');
  });

  it('shows an error of a pasted card with its code and tip', async () => {
    const { openPage } = await bench();
    const page = await openPage();
    await page.getByRole('button', { name: 'Start verification' }).waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Text, as the maker published it').fill('nonsense');
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.getByRole('alert').getByText('no-specification').waitFor();
    expect(await page.getByText('paste the lines of the specification').isVisible()).toBe(true);
  });

  it('is used from the keyboard alone', async () => {
    const { engine, openPage } = await bench();
    const page = await openPage();
    await page.getByRole('button', { name: 'Start verification' }).waitFor();
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement?.textContent)) === 'Start verification') break;
    }
    await page.keyboard.press('Enter');
    await page.getByText('Unplug headphones and speakers.').waitFor();
    // The prompt's answer has the focus: the next key goes on.
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Open the report' }).waitFor();
    expect(engine.calls).toContain('answer safety done');
  });

  it('has a key for every screen and for the help; Escape stops from all of them', async () => {
    const { engine, openPage } = await bench(1);
    const page = await openPage();
    await page.getByRole('button', { name: 'Start verification' }).waitFor();
    const names = await page.locator('nav a').allInnerTexts();
    expect(names).toEqual(expect.arrayContaining(['Verify', 'Sweeps', 'Rig', 'Headphones', 'Runs']));
    // The first one last: it is where the run is started
    for (const place of [...names.keys()].reverse()) {
      await page.keyboard.press(String(place + 1));
      await expect.poll(() => page.locator('nav [aria-current="page"]').innerText()).toBe(names[place]);
    }
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
    await startRun(page);
    await page.getByText('Gain without a load: a tone of 997 Hz').waitFor();
    await page.keyboard.press(String(names.indexOf('Headphones') + 1));
    await page.getByRole('button', { name: /^Stop/u }).waitFor();
    await page.getByLabel(/Name of the headphone/u).focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => engine.calls).toContain('cancel');
  });

  it('remembers the theme, and follows the system until one is chosen', async () => {
    const { openPage } = await bench();
    const page = await openPage();
    const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
    await page.getByRole('button', { name: 'Start verification' }).waitFor();
    expect(await theme()).toBe('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(theme).toBe('light');
    await page.getByLabel('Theme').selectOption('dark');
    await expect.poll(theme).toBe('dark');
    await page.reload();
    await page.getByRole('button', { name: 'Start verification' }).waitFor();
    expect(await theme()).toBe('dark');
  });

  it('takes a card that is dropped on it, and marks its claims in the text', async () => {
    const { engine, openPage } = await bench();
    const page = await openPage();
    await page.getByRole('button', { name: 'Start verification' }).waitFor();
    const plansBefore = engine.calls.filter((call) => call === 'plan').length;
    await page.evaluate(() => {
      const dropped = new DataTransfer();
      dropped.items.add(new File(['Gain: 8 dB\nWeight: 6 kg'], 'card.txt', { type: 'text/plain' }));
      const panel = document.querySelector('[aria-label="Published text"]')!;
      panel.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: dropped }));
    });
    await expect.poll(() => page.locator('.source').innerText()).toContain('Weight: 6 kg');
    await expect.poll(() => engine.calls.filter((call) => call === 'plan').length).toBeGreaterThan(plansBefore);
    expect(await page.getByLabel('Card of the library').locator('option:checked').innerText()).toBe('Own text');
  });

  it('tells a page without the token, or with a wrong one, what to do', async () => {
    const { server, openPage } = await bench();
    const { origin } = new URL(server.url);
    const without = await openPage(`${origin}/`);
    await without.getByText('opened without its token').waitFor();
    const wrong = await openPage(`${origin}/#token=${'A'.repeat(43)}`);
    await wrong.getByText('did not let this page in').waitFor();
  });
});
