import type { WindowBridge } from '../../electron/ipc/windowBridge.ts';

declare global {
  interface Window {
    /** Present in the desktop window only. */
    readonly ampbench?: WindowBridge;
  }
}

/** The way this page's messages go to its bench. */
export interface Channel {
  /** Resolves once messages can be sent. */
  readonly ready: Promise<void>;
  send(message: string): void;
  onMessage(listener: (message: string) => void, frameListener: (frame: Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** This page runs in the desktop window, which seats it without a token. */
export const inWindow = (): boolean => window.ampbench !== undefined;

const BENCH_PROTOCOL = 'ampbench.v1';

function openSocket(token: string): Channel {
  const socket = new WebSocket(`ws://${window.location.host}/bench`, [BENCH_PROTOCOL, token]);
  socket.binaryType = 'arraybuffer';
  return {
    ready: new Promise((resolve) => {
      socket.addEventListener('open', () => {
        resolve();
      });
    }),
    send: (message) => {
      socket.send(message);
    },
    onMessage: (listener, frameListener) => {
      socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
        if (typeof data === 'string') listener(data);
        else frameListener(new Uint8Array(data));
      });
    },
    onClose: (listener) => {
      socket.addEventListener('close', listener);
    },
    close: () => {
      socket.close();
    },
  };
}

/** The window's channel is there as long as the window is. */
function openWindowChannel(bridge: WindowBridge): Channel {
  let open = true;
  return {
    ready: Promise.resolve(),
    send: (message) => {
      if (open) bridge.send(message);
    },
    onMessage: (listener, frameListener) => {
      bridge.open(
        (message) => {
          if (open) listener(message);
        },
        (frame) => {
          if (open) frameListener(frame);
        },
      );
    },
    onClose: () => undefined,
    close: () => {
      open = false;
    },
  };
}

/** @param token of the bench server; the desktop window needs none */
export const openChannel = (token: string): Channel =>
  window.ampbench === undefined ? openSocket(token) : openWindowChannel(window.ampbench);
