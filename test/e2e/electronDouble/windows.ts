import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { app } from './app.ts';
import { pack, unpack } from './pageCodec.ts';
import { installPageSide } from './pageSide.ts';
import { answerRoute, isDoubleAddress, toChromium, toElectron } from './schemes.ts';

interface WebPreferences {
  readonly preload?: string;
  readonly nodeIntegration?: boolean;
  readonly contextIsolation?: boolean;
  readonly sandbox?: boolean;
}

interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly x?: number;
  readonly y?: number;
  readonly title?: string;
  readonly webPreferences?: WebPreferences;
}

type OpenHandler = (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' };

export const ipcMain = new EventEmitter();

let context: BrowserContext | null = null;

const windowOf = (page: Page): BrowserWindow | undefined =>
  BrowserWindow.getAllWindows().find(({ webContents }) => webContents.page === page);

/** All windows live in one Chromium. Our schemes are answered; nothing outside is ever loaded in a test. */
export async function useContext(started: BrowserContext): Promise<void> {
  context = started;
  await started.route('**/*', async (route) => {
    const asked = route.request();
    const ours = isDoubleAddress(new URL(asked.url()));
    // As in Electron, a frame within the page asks nobody: the page's policy says what it may show
    const isOfPage = asked.isNavigationRequest() && asked.frame().parentFrame() === null;
    if (isOfPage && !(await mayGo(asked.frame().page(), toElectron(asked.url())))) {
      // As a navigation that was prevented: the page stays as it is
      await route.abort('aborted');
    } else if (ours) await answerRoute(route);
    else await route.abort();
  });
}

/** Asks whoever has a say: the opener's window for a page that it opens, the page's own window for where it goes by itself. */
async function mayGo(page: Page, address: string): Promise<boolean> {
  const window = windowOf(page);
  if (window === undefined) {
    const opener = await page.opener();
    const asked = opener === null ? undefined : windowOf(opener);
    const allowed = asked?.webContents.openHandler({ url: address }).action === 'allow';
    if (!allowed) await page.close();
    return allowed;
  }
  if (address === window.loading) return true;
  let prevented = false;
  const event = {
    preventDefault: () => {
      prevented = true;
    },
  };
  window.webContents.emit('will-navigate', event, address);
  return !prevented;
}

/** A page that was opened and may not load what it was opened for shows nothing: Electron would not have made it. */
async function closeIfEmpty(popup: Page): Promise<void> {
  await popup.waitForURL((address) => address.href !== 'about:blank', { timeout: 1000 }).catch(() => popup.close());
}

class WebContents extends EventEmitter {
  page: Page | null = null;
  targetId = '';
  openHandler: OpenHandler = () => ({ action: 'deny' });
  readonly window: BrowserWindow;

  constructor(window: BrowserWindow) {
    super();
    this.window = window;
  }

  send(channel: string, ...args: unknown[]): void {
    const receive = ([to, text]: readonly [string, string]): void => {
      (globalThis as unknown as { __doubleReceive: (channel: string, text: string) => void }).__doubleReceive(to, text);
    };
    // A page that is being closed or loaded again misses the message, as in Electron
    this.page?.evaluate(receive, [channel, pack(args)] as const).catch(() => undefined);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  getURL(): string {
    return toElectron(this.page?.url() ?? '');
  }

  isDestroyed(): boolean {
    return this.window.isDestroyed();
  }

  reload(): void {
    void this.page?.reload();
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return BrowserWindow.getAllWindows()
      .map(({ webContents }) => webContents)
      .find((contents) => contents.targetId === targetId);
  }

  static getAllWebContents(): WebContents[] {
    return BrowserWindow.getAllWindows().map(({ webContents }) => webContents);
  }
}

export { WebContents };

export class BrowserWindow extends EventEmitter {
  static readonly #all = new Set<BrowserWindow>();
  readonly webContents: WebContents;
  /** The address that the main process itself has asked for. */
  loading = '';
  readonly #opened: Promise<Page>;
  readonly #options: WindowOptions;
  #gone = false;

  constructor(options: WindowOptions = {}) {
    super();
    if (!app.ready) throw new Error('a BrowserWindow cannot be made before the app is ready');
    const { nodeIntegration, contextIsolation, sandbox } = options.webPreferences ?? {};
    if (nodeIntegration === true || contextIsolation === false || sandbox !== true)
      throw new Error('the double shows sandboxed, isolated pages without Node only');
    this.#options = options;
    this.webContents = new WebContents(this);
    BrowserWindow.#all.add(this);
    this.#opened = this.#open();
  }

  static getAllWindows(): BrowserWindow[] {
    return [...this.#all];
  }

  static fromWebContents(contents: WebContents): BrowserWindow {
    return contents.window;
  }

  async #open(): Promise<Page> {
    if (context === null) throw new Error('Chromium has not started');
    const { webContents } = this;
    const { width = 800, height = 600, webPreferences } = this.#options;
    const page = await context.newPage();
    webContents.page = page;
    const session = await context.newCDPSession(page);
    webContents.targetId = (await session.send('Target.getTargetInfo')).targetInfo.targetId;
    await session.detach();
    await page.setViewportSize({ width, height });
    await page.exposeBinding('__doubleSend', ({ frame }, { channel, text }: { channel: string; text: string }) => {
      const senderFrame = { url: toElectron(frame.url()), parent: frame.parentFrame() };
      ipcMain.emit(channel, { sender: webContents, senderFrame }, ...unpack(text));
    });
    const preload = webPreferences?.preload;
    if (preload !== undefined) await page.addInitScript(installPageSide, readFileSync(preload, 'utf8'));
    page.on('popup', (popup) => {
      void closeIfEmpty(popup);
    });
    page.on('load', () => this.emit('ready-to-show'));
    page.on('crash', () => webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    page.once('close', () => {
      this.#end();
    });
    return page;
  }

  #end(): void {
    if (this.#gone) return;
    this.#gone = true;
    BrowserWindow.#all.delete(this);
    this.emit('closed');
    if (BrowserWindow.#all.size === 0) app.emit('window-all-closed');
  }

  async loadURL(address: string): Promise<void> {
    this.loading = address;
    const page = await this.#opened;
    await page.goto(toChromium(address));
  }

  close(): void {
    this.emit('close', {});
    void this.destroy();
  }

  async destroy(): Promise<void> {
    const page = await this.#opened;
    await page.close().catch(() => undefined);
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    const { x = 0, y = 0, width = 800, height = 600 } = this.#options;
    return { x, y, width, height };
  }

  getTitle(): string {
    return this.#options.title ?? '';
  }

  isDestroyed(): boolean {
    return this.#gone;
  }

  isMaximized(): boolean {
    return false;
  }

  isMinimized(): boolean {
    return false;
  }

  show(): void {
    this.emit('show');
  }

  focus(): void {
    this.emit('focus');
  }

  maximize(): void {
    this.emit('maximize');
  }
}

app.destroyWindows = async () => {
  await Promise.all(BrowserWindow.getAllWindows().map((window) => window.destroy()));
};
