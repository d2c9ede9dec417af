import { contextBridge, ipcRenderer } from 'electron';
import { BENCH_CHANNEL, FRAME_CHANNEL, SEAT_CHANNEL, type WindowBridge } from '../ipc/windowBridge.ts';

const bridge: WindowBridge = {
  open: (listener, frameListener) => {
    ipcRenderer.removeAllListeners(BENCH_CHANNEL);
    ipcRenderer.removeAllListeners(FRAME_CHANNEL);
    ipcRenderer.on(FRAME_CHANNEL, (_event, frame: Uint8Array) => {
      frameListener(frame);
    });
    ipcRenderer.on(BENCH_CHANNEL, (_event, message: string) => {
      listener(message);
    });
    ipcRenderer.send(SEAT_CHANNEL);
  },
  send: (message) => {
    ipcRenderer.send(BENCH_CHANNEL, message);
  },
};

contextBridge.exposeInMainWorld('ampbench', bridge);
