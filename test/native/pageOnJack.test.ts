import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Verification } from '../../core/result/verification.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import type { EngineEvent } from '../../electron/ipc/contract.ts';
import { forkEngine } from '../../host/engine/engineProcess.ts';
import { superviseEngine, type SupervisedEngine } from '../../host/engine/supervisor.ts';
import { startBenchServer, type BenchServer } from '../../host/server/startBenchServer.ts';
import { chromiumMissing, launchChromium } from '../e2e/chromium.ts';
import { expectClose } from '../expectClose.ts';
import { wireAmp } from './ampOnPrompt.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { enterBench, startJackBench, type Amp, type JackBench } from './jackBench.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SAMPLE_RATE_HZ = 192_000;
const LIMIT_MS = 180_000;
const GAIN = 2;
const OUTPUT_OHMS = 3.3;
const CARD = 'Test amp\nGain: 6 dB\nOutput impedance: < 2 ohms\n';
/** What the person may wait between pressing Stop and silence, by the issue. */
const STOP_LIMIT_SECONDS = 0.1;

describeOnLoop(
  'a real PortAudio stream from the page',
  () => {
    let bench: JackBench;
    let amp: Amp;
    let engine: SupervisedEngine;
    let server: BenchServer;
    let browser: Browser;
    let page: Page;
    let folder = '';

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'ampbench-page-jack-'));
      bench = startJackBench({ sampleRateHz: SAMPLE_RATE_HZ, periodFrames: 2048 });
      enterBench(bench);
      amp = await bench.startAmp('amp', [
        `gain=${GAIN}`,
        `zout=${OUTPUT_OHMS}`,
        'rin=46000',
        'noise=2e-5',
        'clip=14.5',
      ]);
      process.env['XDG_DATA_HOME'] = folder;
      mkdirSync(join(folder, 'ampbench', 'rigs'), { recursive: true });
      writeFileSync(
        join(folder, 'ampbench', 'rigs', 'jack-amp.rig.json'),
        readFileSync(join(ROOT, 'test/native/jackAmp.rig.json')),
      );
      process.env['NODE_ENV'] = 'production';
      const pageDir = join(folder, 'page');
      await build({ configFile: join(ROOT, 'renderer/vite.config.ts'), logLevel: 'error', build: { outDir: pageDir } });
      engine = superviseEngine({ launch: forkEngine(join(ROOT, 'host/engine/engineMain.ts')) });
      server = await startBenchServer({ engine, port: 0, pageDir, runsDir: join(folder, 'runs') });
      // The person's hands: a prompt is on the page, and the bench is wired as it says before anybody presses Done
      engine.subscribe((event: EngineEvent) => {
        if (event.type === 'prompt') void wireAmp(amp.socketPath, event.prompt.wiring);
      });
      browser = await launchChromium();
      page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(server.url);
      await page.getByRole('button', { name: 'Start verification' }).waitFor();
      await page.getByRole('combobox', { name: /^Rig/u }).selectOption('jack-amp');
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByLabel('Text, as the maker published it').fill(CARD);
      await page.getByRole('button', { name: 'Read it' }).click();
    }, LIMIT_MS);

    afterAll(async () => {
      await browser.close();
      await server.close();
      await engine.close();
      await bench.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const done = () => page.getByRole('button', { name: 'Done, go on' });
    const status = async (): Promise<{ frames: number; sounded: number }> => {
      const answer = await amp.send('query');
      const value = (key: string): number => Number(new RegExp(`${key}=(\\d+)`, 'u').exec(answer)?.[1]);
      return { frames: value('frames'), sounded: value('sounded') };
    };

    it(
      'falls silent within 0.1 s of pressing Stop',
      async () => {
        await page.getByRole('button', { name: 'Start verification' }).click();
        await done().click();
        await page.getByText('without the unit').waitFor();
        await done().click();
        await expect
          .poll(async () => (await status()).sounded, { timeout: LIMIT_MS, interval: 50 })
          .toBeGreaterThan(SAMPLE_RATE_HZ / 10);
        const before = await status();
        expect(before.frames - before.sounded).toBeLessThan(SAMPLE_RATE_HZ / 10);
        await page.keyboard.press('Escape');
        await page.getByText('Output silent').waitFor();
        await new Promise((resolve) => setTimeout(resolve, 500));
        const after = await status();
        const soundedOnSeconds = (after.sounded - before.frames) / SAMPLE_RATE_HZ;
        expect(after.frames - after.sounded).toBeGreaterThan(0.3 * SAMPLE_RATE_HZ);
        expect(soundedOnSeconds).toBeLessThan(STOP_LIMIT_SECONDS);
        await page.getByRole('button', { name: 'New verification' }).click();
      },
      LIMIT_MS,
    );

    it(
      'carries every load prompt to the verdicts of the amp as it is',
      async () => {
        await page.getByRole('button', { name: 'Start verification' }).click();
        const finished = page.getByRole('link', { name: 'Open the report' });
        for (let prompts = 0; ; prompts++) {
          await finished.or(done()).first().waitFor({ timeout: LIMIT_MS });
          if (await finished.isVisible()) break;
          expect(prompts).toBeLessThan(10);
          const asked = await page.locator('.instruction').innerText();
          await done().click();
          await expect
            .poll(() => page.locator('.instruction').allInnerTexts(), { timeout: LIMIT_MS })
            .not.toContain(asked);
        }
        const [run] = readdirSync(join(folder, 'runs')).sort().slice(-1);
        const path = join(folder, 'runs', run, 'result.json');
        const result: Verification = decodeResult(readFileSync(path, 'utf8'), path);
        expect(result.simulated).toBe(false);
        expect(result.claims.map(({ quantity, verdict }) => `${quantity} ${verdict}`)).toEqual([
          'gain pass',
          'output_impedance fail',
        ]);
        const measured = result.claims.find(({ quantity }) => quantity === 'output_impedance')?.measured?.value ?? NaN;
        expectClose(measured, OUTPUT_OHMS, { within: 0.02, unit: 'Ω', because: "the rig's own tolerances" });
      },
      LIMIT_MS,
    );
  },
  chromiumMissing ? 'Chromium' : null,
);
