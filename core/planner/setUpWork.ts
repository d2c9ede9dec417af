import type { Rig } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import { formatQuantity } from '../units/format.ts';
import type { DeviationRules } from '../verdict/deviationRules.ts';
import type { StepDraft } from './measurementSteps.ts';
import type { StepKind, Wiring } from './plan.ts';
import type { ResolvedClaim } from './resolveClaim.ts';

/** Of a probe: its tone, its sweep and the silences around them. */
export const PROBE_SECONDS = 3.3;

/** One set-up of the unit with all that is to be measured in it. */
export interface SetUpWork {
  readonly open: Wiring;
  /** Of the step ids: empty for the plain analogue set-up. */
  readonly suffix: string;
  readonly entries: readonly ResolvedClaim[];
  /** The first set-up shows what every report has: response, and noise. */
  readonly isMain: boolean;
}

/** What plans are made for. */
export interface Bench {
  readonly card: SpecCard;
  readonly rig: Rig;
  readonly rules: DeviationRules;
}

/** A probe's level: a tone of 1 kHz and a sweep. */
export const lowSettings = (rules: DeviationRules): StepDraft['settings'] => ({
  outputVoltsRms: rules.outputVoltsRms,
  frequencyHz: 1000,
});

/** The claims that steps of these kinds decide. */
export const idsOf = (entries: readonly ResolvedClaim[], ...kinds: readonly StepKind[]): string[] =>
  entries.filter(({ decidedBy }) => decidedBy !== null && kinds.includes(decidedBy)).map(({ claim }) => claim.id);

/** The band that a response must cover: every claimed one, and at least the audio band. */
export function responseBand(entries: readonly ResolvedClaim[]): [number, number] {
  const bands = entries.filter(({ decidedBy }) => decidedBy === 'frequency-response').map(({ bandHz }) => bandHz);
  return [Math.min(10, ...bands.map(([lowHz]) => lowHz)), Math.max(20000, ...bands.map(([, highHz]) => highHz))];
}

/** `into 32 Ω`, `without load`. */
export const intoText = ({ loadOhms }: Wiring): string =>
  loadOhms === null ? 'without load' : `into ${formatQuantity(loadOhms, 'ohm')}`;
