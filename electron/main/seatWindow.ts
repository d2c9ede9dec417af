import { ipcMain, type BrowserWindow, type IpcMainEvent } from 'electron';
import { seatPage, unseatPage, type Bench } from '../../host/server/bench.ts';
import type { PageLink } from '../../host/server/pageLink.ts';
import type { PageSession } from '../../host/server/pageSession.ts';
import { BENCH_CHANNEL, FRAME_CHANNEL, SEAT_CHANNEL } from '../ipc/windowBridge.ts';
import { isOurs } from './pageAddress.ts';

/**
 * Gives the page of `window` its seat at the bench. Only the window's own top frame, showing our own page, is listened to. A page that is loaded again, closed or
 * crashed gives its seat back, which stops a run that plays.
 */
export function seatWindow(bench: Bench, window: BrowserWindow): void {
  const { webContents } = window;
  let seated: { readonly session: PageSession; readonly receive: (message: string | null) => void } | null = null;

  const leave = (): void => {
    if (seated === null) return;
    const { session } = seated;
    seated = null;
    unseatPage(bench, session);
  };
  const ours = (event: IpcMainEvent): boolean =>
    event.sender === webContents &&
    event.senderFrame !== null &&
    event.senderFrame.parent === null &&
    isOurs(event.senderFrame.url);

  const takeSeat = (event: IpcMainEvent): void => {
    if (!ours(event)) return;
    leave();
    let receive: (message: string | null) => void = () => undefined;
    const link: PageLink = {
      send: (message) => {
        if (!webContents.isDestroyed()) webContents.send(BENCH_CHANNEL, message);
      },
      sendFrame: (frame) => {
        if (!webContents.isDestroyed()) webContents.send(FRAME_CHANNEL, frame);
      },
      onMessage: (listener) => {
        receive = listener;
      },
      waitingBytes: 0,
      refuse: leave,
      cut: leave,
    };
    const session = seatPage(bench, link);
    seated = { session, receive };
  };
  const hear = (event: IpcMainEvent, message: unknown): void => {
    if (ours(event)) seated?.receive(typeof message === 'string' ? message : null);
  };

  ipcMain.on(SEAT_CHANNEL, takeSeat);
  ipcMain.on(BENCH_CHANNEL, hear);
  webContents.on('render-process-gone', leave);
  window.on('closed', () => {
    ipcMain.off(SEAT_CHANNEL, takeSeat);
    ipcMain.off(BENCH_CHANNEL, hear);
    leave();
  });
}
