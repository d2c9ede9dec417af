// A sound card of the mind for tests that need a real stream: a JACK server on its dummy driver and an amplifier that is
// a JACK client. From a shell: node test/native/jackBench.ts [--rate 192000] [gain=2.6 ...] stays up until Ctrl-C.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { sendToAmp } from './ampControl.ts';
import { buildAmp } from './bench/buildAmp.ts';
import { startProgram } from './bench/childProgram.ts';
import { removeLeftovers, removeTraces, unregister } from './bench/jackRegistry.ts';
import type { ChildProgram } from './bench/childProgram.ts';

const READY_LIMIT_MS = 10_000;
const RETRY_MS = 100;
const LONGEST_PERIOD_FRAMES = 8192;

/** About 40 ms: long enough that no load on two cores makes the dummy driver late. JACK wants a power of two. */
const periodFor = (sampleRateHz: number): number =>
  Math.min(LONGEST_PERIOD_FRAMES, 2 ** Math.floor(Math.log2(sampleRateHz / 20)));

export interface Amp {
  /** The device's name in PortAudio's list. */
  readonly name: string;
  readonly socketPath: string;
  /** Sends one line; resolves with the answer when the audio thread has taken it. */
  send(line: string): Promise<string>;
}

export interface JackBench {
  readonly serverName: string;
  readonly sampleRateHz: number;
  readonly periodFrames: number;
  /** What a process needs in its environment to find this server. */
  readonly environment: Readonly<Record<string, string>>;
  startAmp(name: string, settings?: readonly string[]): Promise<Amp>;
  /** As if the server had crashed. */
  killServer(): void;
  /** As if the server hung: it stays, and does nothing more. */
  freezeServer(): void;
  /** Ends everything this bench has started. Safe to call twice. */
  stop(): Promise<void>;
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Starts an amp again and again until the server lets it in. */
async function launchAmp(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  server: ChildProgram,
): Promise<ChildProgram> {
  const program = buildAmp();
  const giveUpMs = Date.now() + READY_LIMIT_MS;
  for (;;) {
    const amp = startProgram(program, args, environment);
    const ready = (): boolean => /^ready$/m.test(amp.output());
    while (amp.process.exitCode === null && !ready()) await sleep(10);
    if (ready()) return amp;
    const retry = amp.process.exitCode === 1 && server.process.exitCode === null && Date.now() < giveUpMs;
    if (!retry) throw new Error(`the amp did not start: ${amp.output()}\njackd said: ${server.output()}`);
    await sleep(RETRY_MS);
  }
}

/** Starts a JACK server of its own name; it is up when the first amp is. */
export function startJackBench(options: { readonly sampleRateHz: number; readonly periodFrames?: number }): JackBench {
  const { sampleRateHz, periodFrames = periodFor(options.sampleRateHz) } = options;
  const folder = mkdtempSync(join(tmpdir(), 'ampbench-'));
  const serverName = basename(folder);
  const environment = { JACK_DEFAULT_SERVER: serverName, JACK_NO_START_SERVER: '1', JACK_NO_AUDIO_RESERVATION: '1' };
  // Real-time scheduling where we may; -S makes the dummy driver wait for a late client instead of skipping it.
  const scheduling = process.getuid?.() === 0 ? ['-R', '-P70'] : ['-r'];
  const driver = ['-d', 'dummy', '-r', String(sampleRateHz), '-p', String(periodFrames), '-C', '2', '-P', '2'];
  const startServer = (): ChildProgram =>
    startProgram('jackd', ['-n', serverName, ...scheduling, '-S', ...driver], environment);
  removeLeftovers();
  const server = startServer();
  let killed = false;
  const amps: ChildProgram[] = [];
  return {
    serverName,
    sampleRateHz,
    periodFrames,
    environment,
    async startAmp(name, settings = []) {
      const socketPath = join(folder, `${name}.socket`);
      amps.push(await launchAmp([name, socketPath, ...settings], environment, server));
      return { name, socketPath, send: (line) => sendToAmp(socketPath, line) };
    },
    killServer() {
      killed = true;
      server.process.kill('SIGKILL');
    },
    freezeServer() {
      server.process.kill('SIGSTOP');
    },
    async stop() {
      await Promise.all(amps.map((amp) => amp.stop()));
      server.process.kill('SIGCONT');
      await server.stop();
      if (killed) await unregister(startServer);
      removeTraces(serverName);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes this process find the bench's server: PortAudio reads the environment when it is initialized. */
export function enterBench(bench: JackBench): void {
  if (!isMainThread) throw new Error('a worker has no environment of its own: run these tests in a forked process');
  Object.assign(process.env, bench.environment);
}

async function runFromShell(args: readonly string[]): Promise<void> {
  const rateAt = args.indexOf('--rate');
  const sampleRateHz = rateAt < 0 ? 192_000 : Number(args[rateAt + 1]);
  const settings = args.filter((_, index) => rateAt < 0 || (index !== rateAt && index !== rateAt + 1));
  const bench = startJackBench({ sampleRateHz });
  const interrupted = new Promise<void>((resolve) => {
    process.once('SIGINT', () => {
      resolve();
    });
    process.once('SIGTERM', () => {
      resolve();
    });
  });
  try {
    const { name, socketPath } = await bench.startAmp('amp', settings);
    process.stdout.write(
      `JACK_DEFAULT_SERVER=${bench.serverName}\nsocket=${socketPath}\ndevice=${name} at ${sampleRateHz} Hz\n`,
    );
    const alive = setInterval(() => undefined, 60_000);
    await interrupted;
    clearInterval(alive);
  } finally {
    await bench.stop();
  }
}

if (import.meta.main) {
  await runFromShell(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
