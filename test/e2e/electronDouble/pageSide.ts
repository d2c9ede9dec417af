/** Runs inside the page before any of its own scripts: what a sandboxed preload script sees of Electron. */
export function installPageSide(preloadSource: string): void {
  type Listener = (event: object, ...args: unknown[]) => void;
  const page = globalThis as unknown as Record<string, unknown>;
  const toMain = page['__doubleSend'] as (message: { channel: string; text: string }) => Promise<void>;
  const listeners = new Map<string, Set<Listener>>();
  const ipcRenderer = {
    on: (channel: string, listener: Listener) => {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
    },
    removeAllListeners: (channel: string) => listeners.delete(channel),
    send: (channel: string, ...args: unknown[]) => {
      // Throws where Electron would: what cannot be cloned cannot be sent
      structuredClone(args);
      void toMain({ channel, text: JSON.stringify(args) });
    },
  };
  const withBytes = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && '$bytes' in value
      ? Uint8Array.from(atob(value.$bytes as string), (letter) => letter.charCodeAt(0))
      : value;
  Object.defineProperty(page, '__doubleReceive', {
    value: (channel: string, text: string) => {
      const args = JSON.parse(text, withBytes) as unknown[];
      for (const listener of [...(listeners.get(channel) ?? [])]) listener({}, ...args);
    },
  });
  const contextBridge = {
    exposeInMainWorld: (name: string, api: object) =>
      Object.defineProperty(page, name, { value: Object.freeze({ ...api }), enumerable: true }),
  };
  const require = (name: string): object => {
    if (name === 'electron') return { contextBridge, ipcRenderer };
    throw new Error(`a sandboxed preload script cannot load "${name}"`);
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the preload script is ours, and comes as text
  const run = new Function('require', 'module', 'exports', preloadSource) as (...args: unknown[]) => void;
  run(require, { exports: {} }, {});
}
