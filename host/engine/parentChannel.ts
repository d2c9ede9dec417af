/** The way from an engine to the process that started it. */
export interface ParentChannel {
  post(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Calls `listener` when the parent is gone or has closed the channel. */
  onGone(listener: () => void): void;
}

/** What Electron gives a utility process; Node's own types do not know it. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** The channel this process was started with: Node's, or that of an Electron utility process, which dies with its parent. */
export function openParentChannel(): ParentChannel {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort !== undefined) {
    return {
      post: (message) => {
        parentPort.postMessage(message);
      },
      onMessage: (listener) => {
        parentPort.on('message', ({ data }) => {
          listener(data);
        });
      },
      onGone: () => undefined,
    };
  }
  const send = process.send?.bind(process);
  if (send === undefined) throw new Error('the engine is started by its supervisor, which gives it a message channel');
  return {
    post: (message) => {
      if (process.connected) send(message);
    },
    onMessage: (listener) => {
      process.on('message', listener);
    },
    onGone: (listener) => {
      process.on('disconnect', listener);
    },
  };
}
