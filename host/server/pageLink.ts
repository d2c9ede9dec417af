/** How messages travel between the bench and one page: a WebSocket, or a window's own channel. */
export interface PageLink {
  /** Does nothing once the page is gone. */
  send(message: string): void;
  /** A live frame; does nothing once the page is gone. */
  sendFrame(frame: Uint8Array): void;
  /** Calls `listener` for every message; null for one that is no text. */
  onMessage(listener: (message: string | null) => void): void;
  /** Sent and not taken yet, bytes. */
  readonly waitingBytes: number;
  /** Ends the link because the page sent what no page of ours sends. */
  refuse(reason: string): void;
  /** Ends the link because the page does not take what it is sent. */
  cut(reason: string): void;
}
