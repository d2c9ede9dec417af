import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumMissing } from './chromium.ts';
import { lookAt } from './lookAt.ts';
import { openPage, type OpenedPage } from './openPage.ts';

const LIMIT_MS = 120_000;
const RIG = 'sim:usb-192/hpa-1';

describe.skipIf(chromiumMissing)('the Rig screen, on the real engine and the simulated bench', () => {
  let folder: string;
  let opened: OpenedPage;
  let page: Page;
  const rigs = (): string => join(folder, 'data', 'ampbench', 'rigs');
  const look = (name: string): Promise<void> => lookAt(page, `rig-${name}`);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-rig-'));
    opened = await openPage('browser', folder);
    ({ page } = opened);
    page.setDefaultTimeout(LIMIT_MS / 2);
    await page.getByRole('button', { name: 'Skip' }).click();
    await page.getByRole('link', { name: 'Rig', exact: true }).click();
    await page.getByRole('list', { name: 'Rigs' }).getByRole('button', { name: RIG }).click();
  }, LIMIT_MS);

  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  });

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
      expect(readdirSync(rigs())).toEqual(['sim=usb-192+hpa-1.baseline.json']);
      await expect.poll(() => page.locator('.chart[data-drawn="0"]').count()).toBe(0);
      await look('check');
      await page.getByRole('heading', { name: 'Own noise' }).scrollIntoViewIfNeeded();
      await look('floor');
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
      await look('calibrate-wiring');
      await wizard.getByRole('button', { name: 'Next' }).click();
      expect(await wizard.innerText()).toMatch(/200 Hz at −12 dBFS: about \d/u);
      expect(await wizard.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
      await wizard.getByLabel('For').fill('2');
      await wizard.getByRole('button', { name: 'Play 200 Hz' }).click();
      await wizard.getByText('The inputs have heard the tone').waitFor();
      await wizard.getByRole('button', { name: 'Next' }).click();
      for (const channel of ['left', 'right']) await wizard.getByLabel(`Meter on ${channel}`).fill('0.5');
      await wizard.getByLabel(/^Accuracy/u).fill('0.5');
      await look('calibrate-readings');
      await wizard.getByRole('button', { name: 'Calibrate' }).click();
      await wizard.getByRole('columnheader', { name: 'After' }).waitFor();
      // 0.5 V at −12 dBFS is 1.99 V at 0 dBFS
      expect(await wizard.innerText()).toMatch(/Output, full scale.*\s(1\.99|2\.0)/u);
      // A simulated rig comes calibrated: nothing may be saved over it
      expect(await wizard.getByRole('button', { name: 'Save the calibration' }).isDisabled()).toBe(true);
      await look('calibrate-result');
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
      await look('edit');
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
      const saved = JSON.parse(readFileSync(join(rigs(), 'desk-rig.rig.json'), 'utf8')) as {
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
      expect(opened.complaints).toEqual([]);
    },
    LIMIT_MS,
  );
});
