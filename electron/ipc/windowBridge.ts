/** The one channel between a window's page and the main process. Both ways carry the bench's messages as text. */
export const BENCH_CHANNEL = 'bench';
/** A page has loaded and wants a seat at the bench. */
export const SEAT_CHANNEL = 'bench-seat';

/** What the preload script gives the page, as `window.ampbench`; a page in a browser has none. */
export interface WindowBridge {
  /** Takes a seat at the bench; messages come to `listener` from then on. */
  open(listener: (message: string) => void): void;
  send(message: string): void;
}
