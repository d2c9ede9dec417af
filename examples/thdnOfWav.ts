// THD+N of a recorded tone: node examples/thdnOfWav.ts examples/tone.wav
import { readCapture } from 'ampbench/files';
import { analyzeKind, kindNamed } from 'ampbench/measure';

const { capture } = await readCapture(process.argv[2]);
const { channels, definitionId, integrity } = analyzeKind(
  kindNamed('thdn'),
  { captures: { main: capture }, reference: null },
  { bandHz: [20, 20_000] },
);

console.log(definitionId);
for (const { channel, figures } of channels)
  for (const id of ['frequency', 'level', 'thd-n', 'h2']) console.log(`channel ${channel} ${id}: ${figures[id].text}`);
for (const { text } of integrity) console.log(text);
