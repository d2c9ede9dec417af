import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumMissing } from './chromium.ts';
import { lookAt } from './lookAt.ts';
import { openPage, type OpenedPage } from './openPage.ts';

const LIMIT_MS = 240_000;

describe.skipIf(chromiumMissing).each(['browser', 'window'] as const)('the guided tour in the %s', (shell) => {
  let folder: string;
  let opened: OpenedPage;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ampbench-tour-'));
    opened = await openPage(shell, folder);
    ({ page } = opened);
  }, LIMIT_MS);

  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const tour = () => page.getByRole('region', { name: 'Guided tour' });

  const look = (name: string): Promise<void> => lookAt(page, `tour-${name}-${shell}`);

  it('is offered at the first start, is skipped for good, and is had again from the help', async () => {
    await tour().getByRole('button', { name: 'Take the tour' }).waitFor();
    await look('welcome');
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
      await look('claims');
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
      await look('done');
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
