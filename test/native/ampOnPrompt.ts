// node test/native/ampOnPrompt.ts <socket>: reads a prompt as JSON on stdin and wires the amp as it says. For
// `verify --on-prompt`, as a relay box would be driven.
import { text } from 'node:stream/consumers';
import type { Prompt } from '../../core/run/effects.ts';
import { sendToAmp } from './ampControl.ts';

/** Wires a running amp the way a prompt asks a person to. */
export async function wireAmp(socketPath: string, { path, loadOhms, seriesOhms }: Prompt['wiring']): Promise<void> {
  await sendToAmp(socketPath, `path ${path} load ${loadOhms ?? 'none'} series ${seriesOhms}`);
}

if (import.meta.main) {
  if (process.argv.length !== 3) {
    process.stderr.write('usage: node test/native/ampOnPrompt.ts <socket> < prompt.json\n');
    process.exitCode = 3;
  } else {
    try {
      const prompt = JSON.parse(await text(process.stdin)) as Prompt;
      await wireAmp(process.argv[2], prompt.wiring);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  }
}
