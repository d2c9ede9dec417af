import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ErrorRecord } from '../../core/errors.ts';
import { startProgram } from './bench/childProgram.ts';
import type { ChildProgram } from './bench/childProgram.ts';
import type { ChildWord } from './bench/streamUntilFailure.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { startJackBench } from './jackBench.ts';
import type { JackBench } from './jackBench.ts';

const SAMPLE_RATE_HZ = 96_000;
const script = fileURLToPath(new URL('./bench/streamUntilFailure.ts', import.meta.url));

/** In a process of its own, because a dead driver may take its process with it: that it does not is what is tested. */
describeOnLoop('a JACK server that', () => {
  let bench: JackBench;
  let child: ChildProgram;
  beforeEach(async () => {
    bench = startJackBench({ sampleRateHz: SAMPLE_RATE_HZ });
    await bench.startAmp('amp');
  });
  afterEach(async () => {
    await child.stop();
    await bench.stop();
  });

  const said = (word: ChildWord): unknown[] =>
    child
      .output()
      .split('\n')
      .filter((line) => line.startsWith(`${word} `))
      .map((line) => JSON.parse(line.slice(word.length + 1)) as unknown);

  async function until(condition: () => boolean, limitMs: number, what: string): Promise<void> {
    const giveUpMs = performance.now() + limitMs;
    while (!condition()) {
      if (performance.now() > giveUpMs)
        throw new Error(`${what} did not happen within ${limitMs} ms; it said:\n${child.output()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  const hasEnded = (): boolean => child.process.exitCode !== null || child.process.signalCode !== null;

  function start(mode: 'streaming' | 'idle'): void {
    child = startProgram(process.execPath, [script, String(SAMPLE_RATE_HZ), mode], bench.environment);
  }

  it.each([
    ['dies', 'stream-ended', (): void => bench.killServer()],
    ['hangs', 'stream-stalled', (): void => bench.freezeServer()],
  ])('%s during a stream: an error within 3 s, the process goes on and ends by itself', async (_, code, strike) => {
    start('streaming');
    await until(() => said('streaming').length > 0, 10_000, 'streaming');
    strike();
    await until(() => said('failed').length > 0, 3000, 'an error');
    const failure = said('failed')[0] as ErrorRecord;
    expect(failure).toMatchObject({ kind: 'device', code });
    expect(failure.message).toContain('device "amp"');
    expect(failure.data['framesDone']).toBeGreaterThan(0);
    await until(hasEnded, 5000, 'the end of the process');
    expect(child.process.exitCode, child.output()).toBe(0);
    expect(said('closed')).toEqual([true]);
    for (const next of said('next')) expect(next).toMatchObject({ kind: 'device', code: 'driver-restart-needed' });
  });

  it('dies between two streams: the next use is refused, and the process lives', async () => {
    start('idle');
    await until(() => said('streaming').length > 0, 10_000, 'a first stream');
    bench.killServer();
    await until(hasEnded, 8000, 'the end of the process');
    expect(child.process.exitCode, child.output()).toBe(0);
    expect(said('next').length).toBe(2);
    expect(said('next')[0]).toMatchObject({ kind: 'device', code: 'driver-restart-needed' });
    expect(said('next')[1]).toMatchObject({ kind: 'device' });
  });
});
