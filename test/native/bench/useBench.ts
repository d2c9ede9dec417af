import { afterAll, beforeAll } from 'vitest';
import { createPortAudioIo } from '../../../host/audio/portAudio.ts';
import type { AudioIo } from '../../../host/audio/audioIo.ts';
import { enterBench, startJackBench } from '../jackBench.ts';
import type { Amp, JackBench } from '../jackBench.ts';

export interface BenchInUse {
  readonly bench: JackBench;
  readonly amp: Amp;
  readonly io: AudioIo;
}

/** A bench with one neutral amp, named "amp", for the suite around it; gone when the suite ends, however it ends. */
export function useBench(sampleRateHz: number): BenchInUse {
  let bench: JackBench | undefined;
  let amp: Amp | undefined;
  let io: AudioIo | undefined;
  beforeAll(async () => {
    bench = startJackBench({ sampleRateHz });
    enterBench(bench);
    amp = await bench.startAmp('amp');
    io = createPortAudioIo();
  });
  afterAll(async () => {
    await io?.close();
    await bench?.stop();
  });
  const started = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error('the bench has not started');
    return part;
  };
  return {
    get bench() {
      return started(bench);
    },
    get amp() {
      return started(amp);
    },
    get io() {
      return started(io);
    },
  };
}

/** Ten seconds and a little: what a loop must carry without losing a bit. */
export const LOOP_SECONDS = 10;
