import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Without Chromium the page's tests are left out on a desk, and fail in CI: there they must never be silently missing. */
export const chromiumMissing = !existsSync(CHROMIUM) && process.env['CI'] === undefined;

/** Starts a browser that talks to nobody but the page's own server. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
