import type { WebSocket } from 'ws';
import type { PageLink } from './pageLink.ts';

/** A page over a WebSocket. */
export const linkOf = (socket: WebSocket): PageLink => ({
  send(message) {
    if (socket.readyState === socket.OPEN) socket.send(message);
  },
  sendFrame(frame) {
    if (socket.readyState === socket.OPEN) socket.send(frame);
  },
  onMessage(listener) {
    socket.on('message', (data, isBinary) => {
      listener(isBinary ? null : (data as Buffer).toString('utf8'));
    });
  },
  get waitingBytes() {
    return socket.bufferedAmount;
  },
  refuse(reason) {
    socket.close(1008, reason);
  },
  cut(reason) {
    // Said behind what waits already; a page that takes nothing at all is ended by its missing pong.
    socket.close(1013, reason);
  },
});
