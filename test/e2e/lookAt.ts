import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const SCREENSHOTS = new URL('../../out/screenshots', import.meta.url).pathname;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
/** The only rules that the theme can change. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];
/** A chart is drawn anew by its worker: settled when nothing has come for so long. */
const QUIET_MS = 60;

/** Resolves when every chart that stands still has been drawn for the size and theme there are. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(async (quietMs) => {
    const drawn = (): string =>
      [...document.querySelectorAll<HTMLElement>('.chart[data-drawn]')].map(({ dataset }) => dataset['drawn']).join();
    const pause = (): Promise<unknown> =>
      new Promise((resolve) =>
        requestAnimationFrame(() => {
          requestAnimationFrame(resolve);
        }),
      );
    await pause();
    for (let before = '', now = drawn(); now !== before; now = drawn()) {
      before = now;
      if (now !== '') await new Promise((resolve) => setTimeout(resolve, quietMs));
      await pause();
    }
  }, QUIET_MS);

/** Looks at the screen as it is, in both themes and sizes: pictures in out/screenshots, accessibility, no sideways scrolling. Ends dark and small. */
export async function lookAt(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme);
    for (const size of [...SIZES].reverse()) {
      await page.setViewportSize(size);
      await settle(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `pixels of sideways scrolling of ${name} at ${size.width}`).toBeLessThanOrEqual(0);
      await page.screenshot({ path: join(SCREENSHOTS, `${name}-${theme}-${size.width}.png`) });
    }
    // The report in its frame is a document of its own, with tests of its own
    const axe = new AxeBuilder({ page }).exclude('iframe').setLegacyMode(true);
    const { violations } = await (theme === 'light' ? axe.withRules(RULES_OF_COLOUR) : axe).analyze();
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    expect(found, `axe on ${name}, ${theme}`).toEqual([]);
  }
}
