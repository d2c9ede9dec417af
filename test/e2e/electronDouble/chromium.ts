import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Playwright from 'playwright-core';

const { chromium } = createRequire(import.meta.url)('playwright-core') as typeof Playwright;

export const doubleFolder = mkdtempSync(join(tmpdir(), 'ampbench-electron-double-'));
let running: ChildProcess | null = null;

/** Starts Debian's Chromium and says on stderr where it listens, which is how Playwright finds an Electron's pages. */
export async function startChromium(): Promise<Playwright.BrowserContext> {
  const child = spawn(
    '/usr/bin/chromium',
    [
      ...(process.env['DOUBLE_HEADED'] === '1' ? [] : ['--headless=new']),
      '--no-sandbox',
      '--no-startup-window',
      '--no-first-run',
      '--disable-gpu',
      '--disable-background-networking',
      '--remote-debugging-port=0',
      `--user-data-dir=${join(doubleFolder, 'chromium')}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  running = child;
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /^DevTools listening on (ws:\/\/\S+)$/mu.exec(said);
      if (found !== null) resolve(found[1]);
    });
    child.once('exit', (code) => {
      reject(new Error(`Chromium ended with code ${code ?? 'none'}\n${said}`));
    });
  });
  const browser = await chromium.connectOverCDP(address);
  process.stderr.write(`\nDevTools listening on ${address}\n`);
  return browser.contexts()[0];
}

export async function stopChromium(): Promise<void> {
  const child = running;
  running = null;
  if (child !== null && child.exitCode === null) {
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    child.kill();
    await ended;
  }
  rmSync(doubleFolder, { recursive: true, force: true });
}

process.on('exit', () => running?.kill('SIGKILL'));
