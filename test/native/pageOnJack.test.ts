import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verification } from '../../core/result/verification.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import { chromiumMissing } from '../e2e/chromium.ts';
import { openPage, type OpenedPage } from '../e2e/openPage.ts';
import { expectClose } from '../expectClose.ts';
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

    beforeAll(async () => {
      bench = startJackBench({ sampleRateHz: SAMPLE_RATE_HZ, periodFrames: 2048 });
      enterBench(bench);
      amp = await bench.startAmp('amp', [
        `gain=${GAIN}`,
        `zout=${OUTPUT_OHMS}`,
        'rin=46000',
        'noise=2e-5',
        'clip=14.5',
      ]);
    }, LIMIT_MS);
    afterAll(() => bench.stop());

    const status = async (): Promise<{ frames: number; sounded: number }> => {
      const answer = await amp.send('query');
      const value = (key: string): number => Number(new RegExp(`${key}=(\\d+)`, 'u').exec(answer)?.[1]);
      return { frames: value('frames'), sounded: value('sounded') };
    };

    /** The whole job is done in the window; what stops it is shown in both. */
    describe.each(['browser', 'window'] as const)('in the %s', (shell) => {
      let folder = '';
      let opened: OpenedPage;

      beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), 'ampbench-page-jack-'));
        const rigs = join(folder, 'data', 'ampbench', 'rigs');
        mkdirSync(rigs, { recursive: true });
        writeFileSync(join(rigs, 'jack-amp.rig.json'), readFileSync(join(ROOT, 'test/native/jackAmp.rig.json')));
        opened = await openPage(shell, folder);
        const { page } = opened;
        await page.getByRole('combobox', { name: /^Rig/u }).selectOption('jack-amp');
        await page.getByRole('button', { name: 'Edit' }).click();
        await page.getByLabel('Text, as the maker published it').fill(CARD);
        await page.getByRole('button', { name: 'Read it' }).click();
      }, LIMIT_MS);
      afterAll(async () => {
        await opened.close();
        rmSync(folder, { recursive: true, force: true });
      });

      const done = () => opened.page.getByRole('button', { name: 'Done, go on' });

      async function start(): Promise<void> {
        await amp.send('path loopback load none series 0');
        await opened.page.getByRole('button', { name: 'Start verification' }).click();
      }

      /** Starts, answers the first prompts and waits until the amp hears the baseline's tones. */
      async function untilItSounds(): Promise<number> {
        await start();
        await done().click();
        await opened.page.getByText('without the unit').waitFor();
        const silent = (await status()).sounded;
        await done().click();
        await expect
          .poll(async () => (await status()).sounded, { timeout: LIMIT_MS, interval: 50 })
          .toBeGreaterThan(silent + SAMPLE_RATE_HZ / 10);
        const { frames, sounded } = await status();
        expect(frames - sounded).toBeLessThan(SAMPLE_RATE_HZ / 10);
        return frames;
      }

      /** @returns seconds for which the amp heard something after `frames` */
      async function soundedOn(frames: number): Promise<number> {
        await expect
          .poll(async () => (await status()).frames, { timeout: LIMIT_MS, interval: 50 })
          .toBeGreaterThan(frames + SAMPLE_RATE_HZ);
        const after = await status();
        expect(after.frames - after.sounded).toBeGreaterThan(0.3 * SAMPLE_RATE_HZ);
        return (after.sounded - frames) / SAMPLE_RATE_HZ;
      }

      it(
        'shows volts and spectrum while it plays, and falls silent within 0.1 s of pressing Stop',
        async () => {
          await untilItSounds();
          const { page } = opened;
          const meter = page.getByRole('meter').first();
          await expect.poll(() => meter.getAttribute('aria-valuetext')).toMatch(/^−\d+(?:\.\d+)?\sdBFS, peak −\d/u);
          await page.getByRole('region', { name: 'Spectrum of the inputs' }).waitFor();
          const { frames } = await status();
          await page.keyboard.press('Escape');
          expect(await soundedOn(frames)).toBeLessThan(STOP_LIMIT_SECONDS);
          await page.getByRole('button', { name: 'New verification' }).click();
        },
        LIMIT_MS,
      );

      it.runIf(shell === 'window')(
        'carries every load prompt to the verdicts of the amp as it is',
        async () => {
          await start();
          const { page, runsFolder } = opened;
          const finished = page.getByRole('link', { name: 'Open the report' });
          for (let prompts = 0; ; prompts++) {
            await finished.or(done()).first().waitFor({ timeout: LIMIT_MS });
            if (await finished.isVisible()) break;
            expect(prompts).toBeLessThan(10);
            const asked = await page.locator('.instruction').innerText();
            // The person's hands: the bench is wired as the page says before anybody presses Done
            const load = /\b(\d+)\sΩ/u.exec(asked)?.[1] ?? 'none';
            const path = asked.includes('without the unit') ? 'loopback' : 'dut';
            await amp.send(`path ${path} load ${load} series 0`);
            await done().click();
            await expect
              .poll(() => page.locator('.instruction').allInnerTexts(), { timeout: LIMIT_MS })
              .not.toContain(asked);
          }
          const [run] = readdirSync(runsFolder)
            .filter((name) => /^\d/u.test(name))
            .sort()
            .slice(-1);
          const path = join(runsFolder, run, 'result.json');
          const result: Verification = decodeResult(readFileSync(path, 'utf8'), path);
          expect(result.simulated).toBe(false);
          expect(result.claims.map(({ quantity, verdict }) => `${quantity} ${verdict}`)).toEqual([
            'gain pass',
            'output_impedance fail',
          ]);
          const claim = result.claims.find(({ quantity }) => quantity === 'output_impedance');
          expectClose(claim?.measured?.value ?? NaN, OUTPUT_OHMS, {
            within: 0.02,
            unit: 'Ω',
            because: "the rig's own tolerances",
          });
          await page.getByRole('button', { name: 'New verification' }).click();
        },
        LIMIT_MS,
      );

      it(
        'falls silent when the page is closed in the middle of a tone',
        async () => {
          const frames = await untilItSounds();
          await opened.page.close();
          expect(await soundedOn(frames)).toBeLessThan(1);
        },
        LIMIT_MS,
      );
    });
  },
  chromiumMissing ? 'Chromium' : null,
);
