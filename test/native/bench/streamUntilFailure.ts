// Runs in a process of its own: streams until the stream fails, and says on stdout what the failure was.
// argv: sample rate, `streaming` or `idle` (the server dies between two uses instead of during one).
import { setTimeout as wait } from 'node:timers/promises';
import { createPortAudioIo } from '../../../host/audio/portAudio.ts';
import { AmpbenchError } from '../../../core/errors.ts';
import { ampRequest, buildPattern } from './pattern.ts';

const sampleRateHz = Number(process.argv[2]);
const io = createPortAudioIo();

/** What it says, a word and JSON on a line. */
export type ChildWord = 'streaming' | 'failed' | 'next' | 'closed';

const say = (word: ChildWord, value: unknown): void => {
  process.stdout.write(`${word} ${JSON.stringify(value)}\n`);
};
const recordOf = (error: unknown): unknown => (error instanceof AmpbenchError ? error.toRecord() : String(error));
const playFor = (seconds: number, onStart?: () => void): Promise<unknown> => {
  let told = false;
  return io.playrec(ampRequest(buildPattern(sampleRateHz, sampleRateHz * seconds, 3), 0), ({ framesDone }) => {
    if (!told && framesDone > 0) onStart?.();
    told ||= framesDone > 0;
  });
};

if (process.argv[3] === 'idle') {
  await playFor(0.1);
  say('streaming', true);
  await wait(1500);
} else {
  await playFor(20, () => {
    say('streaming', true);
  }).then(
    () => {
      say('failed', 'the stream did not fail');
    },
    (error: unknown) => {
      say('failed', recordOf(error));
    },
  );
}
// What a program would do next must not hang or end the process either.
for (const next of [() => io.listDevices(), () => playFor(0.1)]) {
  await next().then(
    () => {
      say('next', 'worked');
    },
    (error: unknown) => {
      say('next', recordOf(error));
    },
  );
}
await io.close();
say('closed', true);
