import { it } from 'vitest';
import { expectExactLoop } from './bench/expectExactLoop.ts';
import { describeOnLoop } from './bench/systemParts.ts';
import { LOOP_SECONDS, useBench } from './bench/useBench.ts';

describeOnLoop('PortAudio loop at 384 kHz', () => {
  const inUse = useBench(384_000);

  it(`carries ${LOOP_SECONDS} s bit for bit without an xrun`, async () => {
    await expectExactLoop(inUse, LOOP_SECONDS);
  });
});
