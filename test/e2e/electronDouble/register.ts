// Loaded before the shell's main script: from here on `electron` is our double, which shows its pages in Debian's Chromium.
import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';
import { app } from './app.ts';
import { startChromium } from './chromium.ts';
import { Menu } from './menu.ts';
import { protocol } from './schemes.ts';
import { utilityProcess } from './utilityProcess.ts';
import { BrowserWindow, ipcMain, useContext, WebContents } from './windows.ts';

const opened: string[] = [];
const screenArea = { x: 0, y: 0, width: 1920, height: 1080 };
const electron: Record<string, unknown> = {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  protocol,
  utilityProcess,
  webContents: WebContents,
  dialog: {
    showErrorBox: (title: string, text: string) => process.stderr.write(`${title}: ${text}\n`),
  },
  nativeTheme: { shouldUseDarkColors: false },
  powerMonitor: new EventEmitter(),
  screen: { getAllDisplays: () => [{ workArea: screenArea }] },
  session: {
    defaultSession: { setPermissionRequestHandler: () => undefined, setPermissionCheckHandler: () => undefined },
  },
  shell: {
    opened,
    openPath: (path: string) => {
      opened.push(path);
      return Promise.resolve('');
    },
  },
};

const shared = globalThis as unknown as Record<string, unknown>;
shared['__electronDouble'] = electron;
Object.defineProperty(process.versions, 'electron', { value: '0.0.0-double', enumerable: true });
const names = Object.keys(electron).join(', ');
registerHooks({
  resolve: (specifier, where, next) =>
    specifier === 'electron' ? { url: 'double:electron', shortCircuit: true } : next(specifier, where),
  load: (address, where, next) =>
    address === 'double:electron'
      ? {
          format: 'module',
          shortCircuit: true,
          source: `export const { ${names} } = globalThis.__electronDouble;`,
        }
      : next(address, where),
});

// What Playwright asks of an Electron: `require('electron')` in the inspected process, and a call that lets the app go on.
shared['require'] = (name: string) => {
  if (name === 'electron') return electron;
  throw new Error(`the double has no module "${name}"`);
};
let nowAttached = (): void => undefined;
const attached = new Promise<void>((resolve) => {
  nowAttached = resolve;
});
shared['__playwright_run'] = () => {
  nowAttached();
};
if (process.env['DOUBLE_WAITS_FOR_PLAYWRIGHT'] === '') nowAttached();
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    app.exit(0);
  });

startChromium()
  .then(useContext)
  .then(() => attached)
  .then(() => {
    setImmediate(() => {
      app.becomeReady();
    });
  })
  .catch((error: unknown) => {
    process.stderr.write(`the double of electron could not start: ${String(error)}\n`);
    process.exit(1);
  });
