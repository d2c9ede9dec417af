import { spawn } from 'node:child_process';

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  // `start` belongs to the shell; this program takes the address as it is, without one
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const OTHERS: readonly [string, ...string[]] = ['xdg-open'];

/**
 * Opens an address of ours in the person's default browser.
 * @returns false where there is no screen or nothing that opens addresses
 */
export async function openInBrowser(address: string): Promise<boolean> {
  const screen = process.platform === 'darwin' || process.platform === 'win32';
  if (!screen && process.env['DISPLAY'] === undefined && process.env['WAYLAND_DISPLAY'] === undefined) return false;
  const [program, ...args] = OPENERS[process.platform] ?? OTHERS;
  return new Promise((resolve) => {
    const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
    child.once('error', () => {
      resolve(false);
    });
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
