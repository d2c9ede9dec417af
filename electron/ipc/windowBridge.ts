/** The one channel between a window's page and the main process. Both ways carry the bench's messages as text. */
export const BENCH_CHANNEL = 'bench';
/** Frames of the live analyzer, to the page only. */
export const FRAME_CHANNEL = 'bench-frame';
/** A page has loaded and wants a seat at the bench. */
export const SEAT_CHANNEL = 'bench-seat';

/** What the preload script gives the page, as `window.ampbench`; a page in a browser has none. */
export interface WindowBridge {
  /** Takes a seat at the bench; messages and live frames come to the listeners from then on. */
  open(listener: (message: string) => void, frameListener: (frame: Uint8Array) => void): void;
  send(message: string): void;
}
