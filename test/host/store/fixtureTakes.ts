// A process that carries out a run of many short takes in the store around its folder, begun or continued, until it is killed or done.
// Says each take on stdout once it is stored.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Procedure } from '../../../core/run/effects.ts';
import { encodeResult } from '../../../core/result/encodeResult.ts';
import { executeRun } from '../../../host/engine/executeRun.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { enterInStore } from '../../../host/store/runStore.ts';
import { loopAudio } from '../engine/loopAudio.ts';
import { exampleVerification } from '../../report/exampleVerification.ts';
import { keepQuickRun, manyTake } from './quickRuns.ts';

const [path = '', takeCount = '0'] = process.argv.slice(2);

function* manyTakes(): Procedure<null> {
  for (let index = 0; index < Number(takeCount); index++) {
    yield { type: 'take', take: manyTake(index, Number(takeCount)) };
  }
  return null;
}

if (!existsSync(join(path, 'run.json'))) await keepQuickRun(path, { values: [], isFinished: false });
const folder = await RunFolder.open(path);
await enterInStore(path);
await executeRun(manyTakes(), {
  rig: folder.record.rig,
  folder,
  bench: {
    audio: loopAudio(() => Promise.resolve()),
    tailSeconds: 0,
    wire: () => undefined,
    beginTake: () => undefined,
  },
  ask: () => Promise.resolve({ answer: 'done' }),
  observe: (event) => {
    if (event.type === 'take-finished' && !event.fromDisk) process.stdout.write(`${event.takeId}\n`);
  },
  cancel: new AbortController().signal,
  confirmWiring: false,
});
await folder.writeResult('result.json', encodeResult(exampleVerification));
await folder.close();
await enterInStore(path);
