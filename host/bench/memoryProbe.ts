import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { kinds } from '../../core/measure/kinds.ts';
import { analyzeFile } from '../files/analyzeFile.ts';
import { benchInput, heeded } from './benchCapture.ts';

/** What a process of its own is started for, to see how much memory it takes at most. */
export type MemoryProbe = { readonly name: 'sweep' } | { readonly name: 'long-file'; readonly path: string };

const SWEEP_SECONDS = 10;

/**
 * Does the probe's work in this process.
 * @returns peak resident memory, bytes; null where the kind is not there
 */
export async function runMemoryProbe(probe: MemoryProbe): Promise<number | null> {
  const definition = kinds.get(probe.name === 'sweep' ? 'frequency-response' : 'thdn');
  if (definition === undefined) return null;
  if (probe.name === 'sweep') {
    const settings = heeded(definition, { seconds: SWEEP_SECONDS, harmonicCount: 5 });
    analyzeKind(definition, benchInput(definition, settings, 2).input, settings);
  } else {
    await analyzeFile(definition.kind, { captures: { main: [probe.path] }, reference: null }, {});
  }
  return process.resourceUsage().maxRSS * 1024;
}
