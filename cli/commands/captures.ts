import { resolve } from 'node:path';
import { exportCaptures } from '../../host/report/exportCaptures.ts';
import { EXIT } from '../exitCodes.ts';

/** `ampbench captures RUN --out DIR`: a run's captures as WAV files for other programs, each with its sidecar. */
export async function runCaptures(run: string, options: { readonly out: string }): Promise<number> {
  for (const file of await exportCaptures(resolve(run), resolve(options.out))) process.stdout.write(`${file}\n`);
  return EXIT.pass;
}
