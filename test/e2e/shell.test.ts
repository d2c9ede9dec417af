import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chromiumMissing } from './chromium.ts';
import { launchShell, realElectron } from './launchShell.ts';

const RUN_LIMIT_MS = 120_000;

/** The main and preload scripts as they are shipped, with the page as it is shipped: on Electron where it is installed, else on our double of it. */
describe.skipIf(chromiumMissing)(`the desktop window on ${realElectron() ?? 'the double of Electron'}`, () => {
  let home: string;
  let app: ElectronApplication;
  let page: Page;

  const launch = async (): Promise<void> => {
    app = await launchShell(home);
    page = await app.firstWindow();
    await page.getByRole('button', { name: 'Start verification' }).waitFor();
  };
  const runsFolder = (): string => join(home, 'data', 'ampbench', 'runs');
  const runFolders = (): string[] => (existsSync(runsFolder()) ? readdirSync(runsFolder()) : []);
  const journalOf = (run: string): string => readFileSync(join(runsFolder(), run, 'journal.jsonl'), 'utf8');
  const takesOf = (run: string): number => journalOf(run).split('"take').length;
  const doneButton = () => page.getByRole('button', { name: 'Done, go on' });

  const begin = async (): Promise<void> => {
    await page.getByRole('combobox', { name: /^Rig/u }).selectOption('sim:usb-192/hpa-1');
    await page.getByText('7.50 V').first().waitFor();
    await page.getByRole('button', { name: 'Start verification' }).click();
    await doneButton().click();
    await page.getByText('without the unit').waitFor();
    await doneButton().click();
    await page.getByText('Output on').waitFor();
  };
  const enginePids = (): number[] => {
    const parent = app.process().pid;
    return readdirSync('/proc')
      .filter((name) => /^\d+$/u.test(name))
      .filter((name) => {
        try {
          const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
          const status = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
          return command.includes('engine/main.mjs') && Number(status) === parent;
        } catch {
          return false; // it ended while we looked
        }
      })
      .map(Number);
  };

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'ampbench-shell-'));
    mkdirSync(join(home, 'data'));
    await launch();
  }, RUN_LIMIT_MS);

  afterEach(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('shows the page without Node, under a policy that runs no script but its own, and lets it go nowhere', async () => {
    const seen = await page.evaluate(async () => {
      const has = (name: string): string => typeof (globalThis as unknown as Record<string, unknown>)[name];
      // Later, because what the debugger itself runs is not held by the page's policy
      const evaluated = await new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- it is to be refused
            resolve(String(new Function('return 1')()));
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      });
      const bridge = (globalThis as unknown as { ampbench: object }).ampbench;
      return { require: has('require'), process: has('process'), evaluated, bridge: Object.keys(bridge).sort() };
    });
    expect(seen).toEqual({
      require: 'undefined',
      process: 'undefined',
      evaluated: 'EvalError',
      bridge: ['open', 'send'],
    });
    const inline = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.inlineRan = true';
      document.head.append(script);
      return (globalThis as unknown as { inlineRan?: boolean }).inlineRan === true;
    });
    expect(inline).toBe(false);
    expect(
      await page.evaluate(() =>
        fetch('https://example.com/').then(
          () => 'fetched',
          () => 'refused',
        ),
      ),
    ).toBe('refused');
    const address = page.url();
    await page.evaluate(() => {
      window.open('https://example.com/');
      window.location.href = 'https://example.com/';
    });
    await expect.poll(() => app.windows().map((window) => window.url()), { timeout: 5000 }).toEqual([address]);
  });

  it(
    'shows the live analyzer, is told when its engine dies under it, and starts it again',
    async () => {
      await page.getByRole('link', { name: 'Live', exact: true }).click();
      await page.getByRole('combobox', { name: 'Rig' }).selectOption('sim:usb-192/hpa-1');
      const start = page.getByRole('button', { name: 'Start', exact: true });
      const state = () => page.locator('[data-state]').getAttribute('data-state');
      const drawn = () => page.locator('.spectrum-panel canvas').first().getAttribute('data-drawn');
      await start.click();
      await expect.poll(state, { timeout: RUN_LIMIT_MS }).toBe('on');
      const before = Number(await drawn());
      await expect.poll(async () => Number(await drawn()), { timeout: RUN_LIMIT_MS }).toBeGreaterThan(before + 5);
      const pids = enginePids();
      expect(pids.length).toBe(1);
      process.kill(pids[0], 'SIGKILL');
      await page.getByText('engine-died').waitFor();
      expect(await state()).toBe('closed');
      await start.click();
      await expect.poll(state, { timeout: RUN_LIMIT_MS }).toBe('on');
      expect(enginePids()).not.toEqual(pids);
      await page.keyboard.press('Escape');
      await expect.poll(state).toBe('closed');
    },
    RUN_LIMIT_MS,
  );

  it(
    'goes on where it was when the engine is killed in the middle of a run, and loses nothing',
    async () => {
      await begin();
      const [run] = runFolders();
      await expect.poll(() => takesOf(run), { timeout: RUN_LIMIT_MS }).toBeGreaterThan(2);
      const before = journalOf(run);
      const pids = enginePids();
      expect(pids.length).toBe(1);
      process.kill(pids[0], 'SIGKILL');
      // The wiring of the baseline is done when the next one is asked for
      await page.getByText('no load').first().waitFor();
      await doneButton().waitFor({ timeout: RUN_LIMIT_MS });
      expect(journalOf(run).startsWith(before)).toBe(true);
      expect(runFolders()).toEqual([run]);
      expect(enginePids()).not.toEqual(pids);
    },
    RUN_LIMIT_MS,
  );

  it(
    'stops a run from the menu, and when the page is loaded again while it plays',
    async () => {
      await begin();
      await app.evaluate(({ Menu }) => {
        Menu.getApplicationMenu()?.getMenuItemById('stop')?.click();
      });
      await page.getByText('run-cancelled').waitFor({ timeout: RUN_LIMIT_MS });
      await page.getByText('Output silent').waitFor();
      await page.getByRole('button', { name: 'New verification' }).click();
      await begin();
      await page.reload();
      await page.getByText('run-cancelled').waitFor({ timeout: RUN_LIMIT_MS });
      await page.getByText('Output silent').waitFor();
      expect(runFolders().length).toBe(2);
    },
    RUN_LIMIT_MS,
  );

  it(
    'ends its engine when it is closed while something plays, and opens where it was',
    async () => {
      await begin();
      const pids = enginePids();
      await app.close();
      await expect.poll(() => pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
      await launch();
      expect(runFolders().length).toBe(1);
    },
    RUN_LIMIT_MS,
  );
});
