import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AmpbenchError } from '../../core/errors.ts';
import type { SampleFormat } from '../../core/signal/types.ts';
import type { AudioDevice } from './audioIo.ts';

interface ChildDirection {
  readonly index: number;
  readonly name: string;
  readonly hostApi: string;
  readonly channelCount: number;
}

export interface ChildStream {
  readonly sampleRateHz: number;
  readonly format: SampleFormat;
  readonly output: ChildDirection;
  readonly input: ChildDirection;
}

type Command =
  | { readonly type: 'list' }
  | { readonly type: 'probe'; readonly stream: ChildStream }
  | {
      readonly type: 'play';
      readonly stream: ChildStream;
      readonly samples: ArrayBufferView;
      readonly captureFrames: number;
    };

/** What native/naudiodonChild.mjs answers. */
export type ChildMessage =
  | { readonly type: 'listed'; readonly hostApis: readonly string[]; readonly devices: readonly AudioDevice[] }
  | { readonly type: 'opened' }
  | { readonly type: 'captured'; readonly bytes: Uint8Array }
  | { readonly type: 'done'; readonly cancelled: boolean }
  | { readonly type: 'failed'; readonly reason: 'missing' | 'device-changed' | 'refused'; readonly text: string };

/** Loading the library and looking for devices takes seconds where many plugins answer late. */
const FIRST_ANSWER_LIMIT_MS = 15_000;
const NEXT_ANSWER_LIMIT_MS = 2000;
const LEAVE_LIMIT_MS = 1000;

/** Upwards from this file, which may be part of a bundle somewhere below out/. */
function findChildProgram(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'native', 'naudiodonChild.mjs');
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) {
      throw new AmpbenchError(
        'device',
        'fallback-missing',
        'the fallback driver native/naudiodonChild.mjs is not installed',
      );
    }
  }
}

/**
 * Runs one command of the fallback driver in a process of its own, which is gone when the promise settles.
 * @param onMessage called for every message but `failed`; true ends the command
 * @returns the driver's `failed` message, or null when `onMessage` ended the command
 * @throws AmpbenchError device `stream-stalled` when nothing is heard any more, `fallback-crashed`
 */
export function runNaudiodon(
  command: Command,
  onMessage: (message: ChildMessage) => boolean,
  cancel?: AbortSignal,
): Promise<Extract<ChildMessage, { type: 'failed' }> | null> {
  const program = findChildProgram();
  return new Promise((resolve, reject) => {
    const child = fork(program, [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let silence: NodeJS.Timeout | undefined;
    let settled = false;
    const settle = (finish: () => void, leaveMs: number): void => {
      if (settled) return;
      settled = true;
      clearTimeout(silence);
      cancel?.removeEventListener('abort', sendCancel);
      if (child.exitCode !== null || child.signalCode !== null) {
        finish();
        return;
      }
      // Its device is free again only when the process is gone.
      const force = setTimeout(() => child.kill('SIGKILL'), leaveMs);
      child.once('exit', () => {
        clearTimeout(force);
        finish();
      });
    };
    const fail = (code: string, text: string, tip: string): void => {
      settle(() => {
        reject(new AmpbenchError('device', code, text, { driver: 'naudiodon' }, tip));
      }, 0);
    };
    const listen = (limitMs: number): void => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        fail(
          'stream-stalled',
          `naudiodon gave no sign for ${limitMs / 1000} s; it reports neither a pulled plug nor a dead server`,
          'was the interface unplugged or switched off? Connect it again, and run again with --resume',
        );
      }, limitMs);
    };
    const sendCancel = (): void => {
      child.send({ type: 'cancel' });
    };
    cancel?.addEventListener('abort', sendCancel, { once: true });
    child.on('message', (message: ChildMessage) => {
      if (settled) return;
      listen(NEXT_ANSWER_LIMIT_MS);
      if (message.type === 'failed') {
        settle(() => {
          resolve(message);
        }, LEAVE_LIMIT_MS);
      } else if (onMessage(message)) {
        settle(() => {
          resolve(null);
        }, LEAVE_LIMIT_MS);
      }
    });
    child.on('error', (error) => {
      fail(
        'fallback-crashed',
        `the fallback driver's process cannot be run: ${error.message}`,
        'use the portaudio driver',
      );
    });
    child.on('exit', (code, signal) => {
      fail(
        'fallback-crashed',
        `the fallback driver's process ended by itself (${signal ?? `code ${String(code)}`})`,
        'use the portaudio driver; naudiodon can be brought down by a driver that misbehaves',
      );
    });
    listen(FIRST_ANSWER_LIMIT_MS);
    child.send(command);
  });
}
