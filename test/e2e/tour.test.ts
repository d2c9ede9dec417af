import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumMissing } from './chromium.ts';
import { openPage, type OpenedPage } from './openPage.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SCREENSHOTS = join(ROOT, 'out', 'screenshots');
const LIMIT_MS = 240_000;

describe.skipIf(chromiumMissing).each(['browser', 'window'] as const)('the guided tour in the %s', (shell) => {
  let folder: string;
  let opened: OpenedPage;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-tour-'));
    mkdirSync(SCREENSHOTS, { recursive: true });
    opened = await openPage(shell, folder);
    ({ page } = opened);
  }, LIMIT_MS);

  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const tour = () => page.getByRole('region', { name: 'Guided tour' });

  async function lookAt(name: string): Promise<void> {
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme);
      await page.screenshot({ path: join(SCREENSHOTS, `tour-${name}-${shell}-${theme}-1280.png`) });
      const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
      const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      expect(found, `axe on ${name}, ${theme}`).toEqual([]);
    }
  }

  it('is offered at the first start, is skipped for good, and is had again from the help', async () => {
    await tour().getByRole('button', { name: 'Take the tour' }).waitFor();
    await lookAt('welcome');
    await tour().getByRole('button', { name: 'Skip' }).click();
    await tour().waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: 'Start verification' }).waitFor();
    expect(await tour().count()).toBe(0);
    await page.keyboard.press('?');
    await page.getByRole('button', { name: 'Take the guided tour' }).click();
    await tour().getByRole('button', { name: 'Take the tour' }).waitFor();
  });

  it(
    'leads by the keyboard alone from the card to a finished verification of the HPA-1 and its report',
    async () => {
      const press = async (name: string): Promise<void> => {
        await tour().getByRole('button', { name }).focus();
        await page.keyboard.press('Enter');
      };
      await press('Take the tour');
      expect(await tour().getByRole('status').innerText()).toContain('1 of 5');
      await expect.poll(() => page.locator('tr[data-claim]').count()).toBe(10);
      await press('Next');
      await lookAt('claims');
      await press('Next');
      expect(await tour().getByRole('status').innerText()).toContain('before anything plays');
      await press('Start it');
      const finish = tour().getByRole('button', { name: 'Finish' });
      const done = page.getByRole('button', { name: 'Done, go on' });
      for (;;) {
        await finish.or(done).first().waitFor({ timeout: LIMIT_MS });
        if (await finish.isVisible()) break;
        const instruction = await page.locator('.instruction').innerText();
        await done.focus();
        await page.keyboard.press('Enter');
        await expect
          .poll(() => page.locator('.instruction').allInnerTexts(), { timeout: LIMIT_MS })
          .not.toContain(instruction);
      }
      expect(await page.locator('tr[data-claim]').count()).toBe(10);
      await lookAt('done');
      await page.getByText('Report', { exact: true }).click();
      await page.frameLocator('iframe').getByText('Published against measured').waitFor();
      expect(readdirSync(opened.runsFolder).filter((name) => /^\d/u.test(name)).length).toBe(1);
      await press('Finish');
      await tour().waitFor({ state: 'detached' });
      expect(opened.complaints).toEqual([]);
    },
    LIMIT_MS,
  );
});
