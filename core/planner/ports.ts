import type { CardPort, SpecCard } from '../card/claim.ts';
import type { Rig } from '../calibration/rig.ts';
import type { StepKind } from './plan.ts';
import type { ResolvedClaim } from './resolveClaim.ts';

/** The card's entry for an output socket: by its name, or the only one where none is named. */
export function outputPort(card: SpecCard, name: string | null): CardPort | null {
  const outputs = (card.ports ?? []).filter(({ direction }) => direction === 'output');
  if (name === null) return outputs.length === 1 ? outputs[0] : null;
  return outputs.find((port) => port.name === name) ?? null;
}

/** Whether an output must be measured from leg to leg, as far as the card or the claim's own words say. */
export const isBalancedOutput = (card: SpecCard, name: string | null): boolean =>
  outputPort(card, name)?.wiring === 'balanced' || /\bbalanced\b/i.test(name ?? '');

/** What a step of these kinds finds does not hang on which input the unit is driven by. */
const OF_ANY_INPUT: readonly (StepKind | null)[] = ['max-output', 'frequency-response', 'output-impedance', 'thdn'];

/** A claim about the output alone, on a rig that cannot play to the digital input: by the analogue one, where the card lists one. */
export function withDriveToBeHad(entry: ResolvedClaim, card: SpecCard, rig: Rig): ResolvedClaim {
  const inputs = (card.ports ?? []).filter(({ direction, signal }) => direction === 'input' && signal !== 'digital');
  const isHad = entry.drive === 'analogue' || rig.digitalOutput !== undefined;
  if (isHad || inputs.length === 0 || entry.driveLevel !== null || !OF_ANY_INPUT.includes(entry.decidedBy))
    return entry;
  return {
    ...entry,
    drive: 'analogue',
    input: inputs.length > 1 ? inputs[0].name : null,
    assumptions: [
      ...entry.assumptions,
      `This rig names no digital output: measured through the ${inputs[0].name} input instead.`,
    ],
  };
}

/** A balanced output is named even where the card lists no other: the unit may have a single-ended one that the card leaves out. */
export function withOutputNamed(entry: ResolvedClaim, card: SpecCard): ResolvedClaim {
  const port = entry.output === null ? outputPort(card, null) : null;
  return port?.wiring === 'balanced' ? { ...entry, output: port.name } : entry;
}
