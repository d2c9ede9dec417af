import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumMissing } from './chromium.ts';
import { openPage, type OpenedPage } from './openPage.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SCREENSHOTS = join(ROOT, 'out', 'screenshots');
/** A whole simulated run at 192 kHz computes for about 10 s; on a loaded machine for a few times that. */
const RUN_LIMIT_MS = 120_000;

describe.skipIf(chromiumMissing)('the whole job from the page, on the real engine and the simulated bench', () => {
  let folder: string;
  let opened: OpenedPage;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-whole-'));
    mkdirSync(SCREENSHOTS, { recursive: true });
    opened = await openPage('browser', folder);
    ({ page } = opened);
  }, RUN_LIMIT_MS);

  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const photograph = async (name: string): Promise<void> => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(SCREENSHOTS, `whole-${name}-${colorScheme}.png`), fullPage: true });
    }
  };

  const doneButton = () => page.getByRole('button', { name: 'Done, go on' });

  it('shows the plan with its volts and watts before anything can start', async () => {
    await page.getByRole('button', { name: 'Start verification' }).waitFor();
    await page.getByRole('combobox', { name: /^Rig/u }).selectOption('sim:usb-192/hpa-1');
    const plan = page.getByRole('region', { name: 'Run' });
    await plan.getByText('Highest predicted, of allowed').waitFor();
    await expect.poll(() => plan.innerText()).toMatch(/Output\s+\d[\d.]*\sV\sof\s\d/u);
    await expect.poll(() => plan.innerText()).toMatch(/Power in \d+\sΩ\s+\d[\d.]*\sm?W\sof\s\d/u);
    await photograph('plan');
  });

  it(
    'stops on Escape in the middle of a run and keeps what was measured',
    async () => {
      await page.getByRole('button', { name: 'Start verification' }).click();
      await page.getByText('Before anything plays').waitFor();
      const photo = { name: 'front.png', mimeType: 'image/png', buffer: await page.screenshot() };
      await page.locator('input[type=file]').setInputFiles(photo);
      await expect
        .poll(() => page.locator('.photo-list img').evaluateAll((shown) => shown.map((img) => img.clientHeight > 0)))
        .toEqual([true]);
      await doneButton().click();
      await page.getByText('without the unit').waitFor();
      await doneButton().click();
      await page.getByText('Step 1 of').waitFor();
      await page.keyboard.press('Escape');
      await page.getByText('run-cancelled').waitFor();
      const runs = readdirSync(opened.runsFolder).filter((name) => /^\d/u.test(name));
      expect(runs.length).toBe(1);
      expect(readdirSync(join(opened.runsFolder, runs[0]))).toContain('journal.jsonl');
      expect(readdirSync(join(opened.runsFolder, runs[0], 'photos'))).toEqual([
        expect.stringMatching(/^[0-9a-f]{64}\.jpg$/u),
      ]);
      await page.getByRole('button', { name: 'New verification' }).click();
    },
    RUN_LIMIT_MS,
  );

  it(
    'carries a person through every wiring to a verdict for all ten lines and to the report',
    async () => {
      await page.getByRole('button', { name: 'Start verification' }).click();
      const finished = page.getByRole('link', { name: 'Open the report' });
      const instructions: string[] = [];
      for (;;) {
        await finished.or(doneButton()).first().waitFor({ timeout: RUN_LIMIT_MS });
        if (await finished.isVisible()) break;
        const instruction = await page.locator('.instruction').innerText();
        if (/\b20\sΩ/u.test(instruction) && !instructions.some((seen) => seen === instruction))
          await photograph('load');
        instructions.push(instruction);
        await doneButton().click();
        await expect
          .poll(() => page.locator('.instruction').allInnerTexts(), { timeout: RUN_LIMIT_MS })
          .not.toContain(instruction);
      }
      expect(instructions[0]).toContain('Unplug headphones');
      expect(instructions.some((text) => /\b20\sΩ/u.test(text))).toBe(true);

      const verdictOf = async (label: string): Promise<string> =>
        (await page.locator('tr[data-claim]').filter({ hasText: label }).innerText()).toLowerCase();
      expect(await page.locator('tr[data-claim]').count()).toBe(10);
      expect(await verdictOf('Gain')).toContain('pass');
      expect(await verdictOf('Output Impedance')).toContain('pass');
      // 192 kHz and 2 V cannot reach these, and the page must say so rather than measure something else.
      expect(await verdictOf('Frequency Response')).toContain('not verifiable');
      expect(await verdictOf('into 20 ohms')).toContain('not verifiable');
      expect(await verdictOf('into 300 ohms')).toContain('not verifiable');
      expect(await verdictOf('Weight')).toContain('manual');
      await photograph('result');

      const address = new URL((await finished.getAttribute('href'))!, page.url());
      const report = await page.context().newPage();
      await report.goto(address.href);
      await report.getByText('Published against measured').waitFor();
      expect(await report.locator('.claims tbody').count()).toBe(10);
      await report.close();
      expect(opened.complaints).toEqual([]);
    },
    RUN_LIMIT_MS * 2,
  );
});
