import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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
const LIMIT_MS = 120_000;
const RIG = 'sim:usb-192/hpa-1';

describe.skipIf(chromiumMissing)('the Rig screen, on the real engine and the simulated bench', () => {
  let browser: Browser;
  let folder: string;
  let engine: SupervisedEngine;
  let server: BenchServer;
  let page: Page;
  let dataHome: string | undefined;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-rig-'));
    mkdirSync(SCREENSHOTS, { recursive: true });
    process.env['NODE_ENV'] = 'production';
    // Rigs of whoever runs the tests are left alone
    dataHome = process.env['XDG_DATA_HOME'];
    process.env['XDG_DATA_HOME'] = folder;
    const pageDir = join(folder, 'page');
    await build({ configFile: join(ROOT, 'renderer/vite.config.ts'), logLevel: 'error', build: { outDir: pageDir } });
    engine = superviseEngine({ launch: forkEngine(join(ROOT, 'host/engine/engineMain.ts')) });
    server = await startBenchServer({ engine, port: 0, pageDir, runsDir: join(folder, 'runs') });
    browser = await launchChromium();
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    page.setDefaultTimeout(LIMIT_MS / 2);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.addInitScript(() => {
      window.localStorage.setItem('ampbench-tour', 'seen');
    });
    await page.goto(server.url);
    await page.getByRole('link', { name: 'Rig', exact: true }).click();
    await page.getByRole('list', { name: 'Rigs' }).getByRole('button', { name: RIG }).click();
  }, LIMIT_MS);

  afterAll(async () => {
    await browser.close();
    await server.close();
    await engine.close();
    if (dataHome === undefined) delete process.env['XDG_DATA_HOME'];
    else process.env['XDG_DATA_HOME'] = dataHome;
    rmSync(folder, { recursive: true, force: true });
  });

  async function lookAt(name: string): Promise<void> {
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `pixels of sideways scrolling of ${name}`).toBeLessThanOrEqual(0);
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(SCREENSHOTS, `rig-${name}-${theme}-1280.png`) });
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      expect(found, `axe on ${name}, ${theme}`).toEqual([]);
    }
  }

  it('tells the rates as the driver was asked, not as somebody assumed', async () => {
    const devices = page.getByRole('region', { name: 'Devices' });
    await devices.getByText('Simulated USB interface').waitFor();
    await devices.getByText('384 kHz').waitFor();
    const told = (await devices.innerText()).replaceAll(/\s+/gu, ' ');
    expect(told).toContain('192 kHz opens');
    expect(told).toContain('384 kHz refused');
  });

  it(
    'says how loud the preflight will be before it plays, and then what it found',
    async () => {
      const preflight = page.getByRole('region', { name: 'Preflight' });
      expect(await preflight.innerText()).toMatch(/Plays \d+(\.\d+)?\sm?V at most/u);
      await preflight.getByRole('button', { name: 'Run the preflight' }).click();
      await preflight.getByText('Nothing in the way').waitFor();
      expect(await preflight.locator('.check-line').count()).toBe(12);
      expect(await preflight.locator('.check-line.ok').count()).toBe(12);
    },
    LIMIT_MS,
  );

  it(
    'measures the baseline, keeps it with the rig, and draws the own floor',
    async () => {
      const baseline = page.getByRole('region', { name: 'Baseline' });
      await baseline.getByText('never measured').waitFor();
      await baseline.getByRole('button', { name: 'Measure the baseline' }).click();
      await baseline.getByText('Own noise').first().waitFor();
      const told = await baseline.innerText();
      expect(told).toMatch(/THD\+N\s+left\s+−\d+/u);
      expect(told).toMatch(/Crosstalk\s+right/u);
      expect(readdirSync(join(folder, 'ampbench', 'rigs'))).toEqual(['sim=usb-192+hpa-1.baseline.json']);
      await expect.poll(() => page.locator('.chart[data-drawn="0"]').count()).toBe(0);
      await lookAt('check');
      await page.getByRole('heading', { name: 'Own noise' }).scrollIntoViewIfNeeded();
      await lookAt('floor');
      await page.getByRole('heading', { name: 'Preflight' }).scrollIntoViewIfNeeded();
    },
    LIMIT_MS,
  );

  it(
    'leads through the calibration: wiring, tone at a level that is said, readings, result',
    async () => {
      await page.getByText('Calibrate', { exact: true }).click();
      const wizard = page.getByRole('region', { name: 'Calibration with a multimeter' });
      await wizard.getByRole('img', { name: /^Wiring/u }).waitFor();
      await lookAt('calibrate-wiring');
      await wizard.getByRole('button', { name: 'Next' }).click();
      expect(await wizard.innerText()).toMatch(/200 Hz at −12 dBFS: about \d/u);
      expect(await wizard.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
      await wizard.getByLabel('For').fill('2');
      await wizard.getByRole('button', { name: 'Play 200 Hz' }).click();
      await wizard.getByText('The inputs have heard the tone').waitFor();
      await wizard.getByRole('button', { name: 'Next' }).click();
      for (const channel of ['left', 'right']) await wizard.getByLabel(`Meter on ${channel}`).fill('0.5');
      await wizard.getByLabel(/^Accuracy/u).fill('0.5');
      await lookAt('calibrate-readings');
      await wizard.getByRole('button', { name: 'Calibrate' }).click();
      await wizard.getByRole('columnheader', { name: 'After' }).waitFor();
      // 0.5 V at −12 dBFS is 1.99 V at 0 dBFS
      expect(await wizard.innerText()).toMatch(/Output, full scale.*\s(1\.99|2\.0)/u);
      // A simulated rig comes calibrated: nothing may be saved over it
      expect(await wizard.getByRole('button', { name: 'Save the calibration' }).isDisabled()).toBe(true);
      await lookAt('calibrate-result');
    },
    LIMIT_MS,
  );

  it(
    'marks what cannot be at its field, and saves a rig that can',
    async () => {
      await page.getByText('Edit', { exact: true }).click();
      const form = page.getByRole('form', { name: 'Edit the rig' });
      await form.getByLabel('Id', { exact: true }).fill('Desk Rig');
      await form.getByLabel('Never play more than').fill('');
      await form.getByRole('button', { name: 'Save', exact: true }).click();
      await form.getByText('4 fields cannot be like this').waitFor();
      expect(await form.getByLabel('Id', { exact: true }).getAttribute('aria-invalid')).toBe('true');
      expect(await form.locator('.field-problem').first().innerText()).toContain('lower-case letters');
      await lookAt('edit');
      await form.getByLabel('Id', { exact: true }).fill('desk-rig');
      await form.getByLabel('Never play more than').fill('1.5');
      await form.getByLabel('Output device').fill('Interface');
      await form.getByLabel('Input device').fill('Interface');
      await form.getByRole('button', { name: 'Add to Loads on hand' }).click();
      const load = form.getByRole('group', { name: /^Loads on hand/u }).last();
      await load.getByLabel('Ohms').fill('33');
      await load.getByLabel('Rated').fill('5');
      await form.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('list', { name: 'Rigs' }).getByRole('button', { name: 'desk-rig' }).waitFor();
      const saved = JSON.parse(readFileSync(join(folder, 'ampbench', 'rigs', 'desk-rig.rig.json'), 'utf8')) as {
        output: { maxVoltsRms: number };
        loads: { ohms: number; relativeTolerance: number; ratedWatts: number }[];
      };
      expect(saved.output.maxVoltsRms).toBe(1.5);
      expect(saved.loads.at(-1)).toEqual({ ohms: 33, relativeTolerance: 0.01, ratedWatts: 5 });
      const own = page.getByRole('list', { name: 'Rigs' }).getByRole('button', { name: 'desk-rig' });
      await page.getByRole('region', { name: 'Rigs' }).getByRole('button', { name: 'Delete' }).click();
      await own.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await own.waitFor();
      expect(complaints).toEqual([]);
    },
    LIMIT_MS,
  );
});
