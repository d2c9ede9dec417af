import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import { isOurs, PAGE_ORIGIN } from './pageAddress.ts';
import { onScreen, readWindowState, writeWindowState } from './windowState.ts';

const FIRST_SIZE = { width: 1440, height: 900 };
const LEAST_SIZE = { minWidth: 960, minHeight: 640 };
/** The page's own ground, so that nothing flashes before it is drawn. */
const GROUND = { dark: '#0e1116', light: '#f6f7f9' };

/**
 * The one window: sandboxed, isolated, without Node, and unable to go anywhere but to our own page. A report opens in a second window of the same kind, without
 * any bridge to the bench.
 * @param statePath file that keeps the window's place
 * @param preload the bundled preload script
 */
export function openWindow(statePath: string, preload: string): BrowserWindow {
  const kept = readWindowState(statePath);
  const place =
    kept === null
      ? FIRST_SIZE
      : onScreen(
          kept,
          screen.getAllDisplays().map(({ workArea }) => workArea),
        );
  const window = new BrowserWindow({
    ...place,
    ...LEAST_SIZE,
    title: 'Ampbench',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  if (kept?.maximized === true) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
  });
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds();
    writeWindowState(statePath, { x, y, width, height, maximized: window.isMaximized() });
  });
  stayHome(window.webContents);
  void window.loadURL(`${PAGE_ORIGIN}/`);
  return window;
}

function stayHome(webContents: WebContents): void {
  webContents.on('will-navigate', (event) => {
    event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  webContents.setWindowOpenHandler(({ url }) => {
    if (!isOurs(url) || !new URL(url).pathname.startsWith('/runs/')) return { action: 'deny' };
    const webPreferences = { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false };
    return { action: 'allow', overrideBrowserWindowOptions: { autoHideMenuBar: true, webPreferences } };
  });
  webContents.on('did-create-window', (report) => {
    stayHome(report.webContents);
  });
}
