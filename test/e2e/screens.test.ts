import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumMissing } from './chromium.ts';
import { lookAt } from './lookAt.ts';
import { openEverydayPage, type OpenedPage } from './openPage.ts';

const LIMIT_MS = 120_000;
const RIG = 'sim:usb-192/hpa-1';
describe.skipIf(chromiumMissing)('the screens, on the real engine and the simulated bench', () => {
  let bench: OpenedPage;
  let page: Page;

  beforeAll(async () => {
    bench = await openEverydayPage();
    ({ page } = bench);
  }, LIMIT_MS);

  afterAll(async () => {
    await bench.close();
  });

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const saved = async (download: Download): Promise<string> => readFileSync(await download.path(), 'utf8');

  /** Answers every prompt until `end` is on the page. */
  async function answerUntil(end: ReturnType<Page['locator']>): Promise<void> {
    const done = page.getByRole('button', { name: 'Done, go on' });
    for (;;) {
      await end.or(done).first().waitFor({ timeout: LIMIT_MS });
      if (await end.isVisible()) return;
      const instruction = await page.locator('.instruction').innerText();
      await done.click();
      await expect
        .poll(() => page.locator('.instruction').allInnerTexts(), { timeout: LIMIT_MS })
        .not.toContain(instruction);
    }
  }

  it('Verify: the claims stand marked in the text, and why one cannot be decided is said', async () => {
    await page.getByText('Can be decided', { exact: true }).first().waitFor();
    await page.getByRole('combobox', { name: 'Rig' }).selectOption(RIG);
    await page.getByText('Not verifiable').first().waitFor();
    const marks = await page.locator('.source mark').allInnerTexts();
    expect(marks).toContain('3500 mW');
    expect(marks).toContain('< 0.005 at 1V out');
    // 192 kHz does not reach 100 kHz: the page says so before anything plays.
    await page.locator('.source mark', { hasText: '-1 dB' }).click();
    const detail = page.getByRole('region', { name: 'Selected claim' });
    expect(await detail.innerText()).toContain('100k: -1 dB');
    expect(await detail.innerText()).toContain('Why not');
    await page.getByRole('button', { name: '8 db' }).click();
    expect(await detail.getByRole('img', { name: /^Wiring/u }).isVisible()).toBe(true);
    await lookAt(page, 'verify');
  });

  it('Verify: a text that is edited is read again', async () => {
    await press('Edit');
    await page
      .getByLabel('Text, as the maker published it')
      .fill('Example Amp\nGain: 6 dB\nOutput impedance: < 3 ohms\n');
    await lookAt(page, 'verify-edit');
    await press('Read it');
    await expect.poll(() => page.locator('tr[data-claim]').count()).toBe(2);
    expect(await page.locator('tr[data-claim]').first().innerText()).toContain('6 dB');
    await page.getByLabel('Card of the library').selectOption({ index: 0 });
  });

  it(
    'Run: claims are decided while the run goes on, a note is kept with it, and the report is shown',
    async () => {
      await page.getByLabel('Card of the library').selectOption('hpa-1');
      await expect.poll(() => page.locator('tr[data-claim]').count()).toBe(10);
      await press('Start verification');
      await page.getByText('Before anything plays').waitFor();
      await page.getByLabel('Note to this run').fill('Lid on, volume at the stop.');
      await press('Add');
      await page.getByText('Lid on, volume at the stop.').waitFor();
      const load = page.locator('.instruction', { hasText: /\b20\sΩ/u });
      await answerUntil(load);
      expect(await page.getByRole('region', { name: 'Results so far' }).innerText()).toMatch(/Pass/u);
      await lookAt(page, 'run-load');
      await answerUntil(page.getByRole('link', { name: 'Open the report' }));
      await lookAt(page, 'result-table');
      await page.getByText('Report', { exact: true }).click();
      await page.frameLocator('iframe').getByText('Published against measured').waitFor();
      await lookAt(page, 'result-report');
      await page.getByText('Curves', { exact: true }).click();
      await expect.poll(() => page.locator('.chart[data-drawn="0"]').count()).toBe(0);
      await lookAt(page, 'result-curves');
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'CSV', exact: true }).click();
      expect(await saved(await download)).toContain('Output Impedance');
    },
    LIMIT_MS * 2,
  );

  it(
    'Sweeps: a measurement with its options, its curve zoomed by wheel and keys, read by cursor, exported',
    async () => {
      await page.getByRole('link', { name: 'Sweeps' }).click();
      await page.getByRole('button', { name: /^Frequency response/u }).click();
      await page.getByRole('region', { name: 'Run' }).getByText('1.00 V').waitFor();
      await press('Measure');
      await page.getByText('Before anything plays').waitFor();
      await answerUntil(page.getByRole('region', { name: 'Figures' }));
      await page.getByLabel('Published limits of').selectOption('hpa-1');
      const chart = page.locator('.chart');
      const area = page.locator('.chart-area');
      const drawn = async (): Promise<number> => Number(await chart.getAttribute('data-drawn'));
      await expect.poll(drawn).toBeGreaterThan(0);
      const before = await drawn();
      await area.hover();
      await page.mouse.wheel(0, -240);
      await expect.poll(drawn).toBeGreaterThan(before);
      await area.focus();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => page.locator('.legend').innerText()).toMatch(/Frequency \(Hz\)\s*\d/u);
      await page.keyboard.press('+');
      await page.keyboard.press('Control+ArrowRight');
      await page.keyboard.press('0');
      const csv = page.waitForEvent('download');
      await press('CSV');
      expect(await saved(await csv)).toMatch(/^trace,"Frequency \(Hz\)","Magnitude \(dB\)"/u);
      const picture = page.waitForEvent('download');
      await press('PNG');
      const png = readFileSync(await (await picture).path());
      expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
      // A second result lies over the first.
      await page.getByLabel('Output level').fill('0.5');
      await page.getByRole('region', { name: 'Run' }).getByText('500 mV').waitFor();
      await press('Measure');
      await answerUntil(page.getByRole('checkbox', { name: /0\.5 V/u }));
      await expect.poll(() => page.locator('.legend li').count()).toBeGreaterThanOrEqual(4);
      // One is held against the other: curves and figures
      await page.getByLabel('Difference to').selectOption({ label: `${RIG}, 1 V` });
      await page.getByRole('heading', { name: /^Difference to/u }).waitFor();
      const gain = page.getByRole('region', { name: 'Figures' }).locator('tr', { hasText: 'gain' });
      await expect.poll(() => gain.innerText()).toMatch(/\d\s±\s0\.\d+\sdB\s+[+−]?0\.0\d*\s±\s0\.\d+\sdB/u);
      await lookAt(page, 'sweeps-overlay');
    },
    LIMIT_MS * 2,
  );

  it('Sweeps: what cannot be measured on this rig is said before anything plays', async () => {
    await page.getByRole('button', { name: /^Output impedance/u }).click();
    await page.getByRole('region', { name: 'Run' }).getByText('load-missing').waitFor();
    expect(await page.getByRole('button', { name: 'Measure', exact: true }).isDisabled()).toBe(true);
  });

  it('Headphones: the answer comes from a card, and from the run that was just measured', async () => {
    await page.getByRole('link', { name: 'Headphones' }).click();
    const name = page.getByLabel(/Name of the headphone/u);
    await name.fill('hd 650');
    await page
      .getByRole('option', { name: /HD\s?650/u })
      .first()
      .waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const answer = page.getByRole('region', { name: 'Do I need another amp?' });
    await answer.getByText('can reach').waitFor();
    await lookAt(page, 'headphones');
    await page.getByText('Measured run').click();
    await expect.poll(() => answer.innerText()).toContain('SIMULATED');
    await page.getByText('As I state it').click();
    await page.getByLabel('Most volts, without load').fill('0.2');
    await expect.poll(() => answer.innerText()).toContain('Not enough');
  });

  it('Runs: found, opened, set side by side, deleted and brought back', async () => {
    await page.getByRole('link', { name: 'Runs' }).click();
    const rows = page.locator('tr[data-run]');
    await expect.poll(() => rows.count()).toBe(3);
    await page.getByLabel('Find a run').fill('Verification');
    await expect.poll(() => rows.count()).toBe(1);
    await rows.first().click();
    await page.getByText('Lid on, volume at the stop.').waitFor();
    await page.frameLocator('iframe').getByText('Published against measured').waitFor();
    await lookAt(page, 'runs');
    await page.getByLabel('Find a run').fill('');
    await expect.poll(() => rows.count()).toBe(3);
    const measurements = page.getByRole('checkbox', { name: /^Compare Frequency/u });
    await measurements.nth(0).check();
    await measurements.nth(1).check();
    await expect.poll(() => page.getByRole('region', { name: 'Compare' }).innerText()).toContain('corner-high-1db');
    expect(await page.getByRole('region', { name: 'Compare' }).locator('.chart').count()).toBe(2);
    await lookAt(page, 'runs-compare');
    await press('Close');
    await rows.first().click();
    await press('Delete');
    await expect.poll(() => rows.count()).toBe(2);
    await press('Undo');
    await expect.poll(() => rows.count()).toBe(3);
    expect(bench.complaints).toEqual([]);
  });
});
