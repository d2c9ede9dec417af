import { join } from 'node:path';
import { app, dialog, powerMonitor, session, type BrowserWindow } from 'electron';
import { superviseEngine } from '../../host/engine/supervisor.ts';
import { openBench } from '../../host/server/bench.ts';
import { loadPage } from '../../host/server/staticPage.ts';
import { ownStoreFolder } from '../../host/store/ownStore.ts';
import { dataFolder } from '../../host/system/dataFolder.ts';
import { productFolder } from '../../host/system/productFolder.ts';
import { launchEngine } from './launchEngine.ts';
import { setMenu } from './menu.ts';
import { openWindow } from './openWindow.ts';
import { seatWindow } from './seatWindow.ts';
import { registerPageScheme, serveWindow } from './serveWindow.ts';

const built = join(productFolder(), 'out');

async function start(): Promise<void> {
  // Nothing of the page needs a camera, a microphone or a place: the engine does the audio
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.defaultSession.setPermissionCheckHandler(() => false);
  const engine = superviseEngine({ launch: launchEngine });
  const { bench } = openBench(engine, await ownStoreFolder());
  serveWindow(bench, await loadPage(join(built, 'renderer')));

  let window: BrowserWindow | null = null;
  const show = (): void => {
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    window = openWindow(join(app.getPath('userData'), 'window.json'), join(built, 'electron', 'preload.cjs'));
    seatWindow(bench, window);
    window.once('closed', () => {
      window = null;
    });
  };
  const stop = (): void => {
    // That it could not be stopped is told by the engine as the end of its run
    engine.cancel().catch(() => undefined);
  };
  setMenu(() => window, stop, dataFolder());
  powerMonitor.on('suspend', stop);
  app.on('second-instance', show);
  app.on('activate', show);

  let closing: Promise<void> | null = null;
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    // The output fades out before anything ends
    event.preventDefault();
    closing ??= engine.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  show();
}

if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  registerPageScheme();
  app.on('window-all-closed', () => {
    app.quit();
  });
  // Not awaited at the top: an ES module that waits for this event never gets it
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      dialog.showErrorBox('Ampbench cannot start', error instanceof Error ? error.message : String(error));
      app.exit(70);
    });
} else {
  app.quit();
}
