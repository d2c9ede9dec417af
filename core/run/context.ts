import type { Rig } from '../calibration/rig.ts';
import type { SpecCard } from '../card/claim.ts';
import type { IntegrityFinding } from '../measure/integrity/finding.ts';
import type { TransferPoint } from '../dsp/transferFunction.ts';
import type { PlanChange, PlanStep, VerificationPlan, Wiring } from '../planner/plan.ts';
import { bareWiring } from '../planner/wiring.ts';
import type { Curve, Figure } from '../result/figure.ts';
import type { CaptureRecord } from '../result/verification.ts';
import type { RandomSource } from '../signal/random.ts';
import type { OwnFigures } from './ownShare.ts';
import type { DeviationRules } from '../verdict/deviationRules.ts';

/** One channel of a probe: a 1 kHz tone and a sweep through one wiring. */
export interface ProbeChannel {
  /** Volts rms of the tone at the interface's input. */
  readonly toneVoltsRms: number;
  /** Phase of the tone re the time reference; null without one. */
  readonly tonePhaseRadians: number | null;
  /** k = 2, relative. */
  readonly toneRepeatability: number;
  /** From the time reference's capture, or from the known stimulus. */
  readonly transfer: readonly TransferPoint[];
  /** From the known stimulus, with all of the interface in it: of loopback, where `transfer` is from the time reference and the DUT is a player too. */
  readonly transferOfStimulus?: readonly TransferPoint[];
}

export interface Probe {
  /** In the unit of the drive: volts rms, or FS with a digital drive. */
  readonly driveVoltsRms: number;
  readonly channels: readonly ProbeChannel[];
}

/** What the rig showed of itself in loopback, for each channel. */
export interface BaselineChannel {
  /** The rig's harmonics and its noise, each re the fundamental, at the generator's and at the capture's level. */
  readonly generator: { readonly harmonicRatio: number; readonly noiseRatio: number };
  readonly capture: { readonly harmonicRatio: number; readonly noiseRatio: number };
  readonly noiseVoltsRms: number;
}

/** What a run knows so far; each step adds to it. */
export interface Knowledge {
  baseline: readonly BaselineChannel[] | null;
  loopbackProbe: Probe | null;
  clock: { ppm: number; uncertaintyPpm: number; wanderPpm: number } | null;
  /** Of each player: the interface and a digital DUT have their own. */
  readonly lastLatencyFrames: Record<Wiring['drive'], number>;
  /** By what `setUpOf` calls them. */
  readonly setUps: Map<string, SetUpKnowledge>;
  /** The rig's share in steps of kind `measurement`, by the id of the loopback step that showed it. */
  readonly ownFigures: Map<string, OwnFigures>;
}

/** What is known of the DUT by one input, one output and one gain setting. */
export interface SetUpKnowledge {
  readonly wiring: Wiring;
  /** Volts rms at the output per unit of drive (a nominal volt, or full scale), without load, for each channel. */
  openGain: readonly number[] | null;
  openProbe: Probe | null;
  /** By the load's nominal ohms, with its ohms as read or as stated. */
  readonly loadedProbes: Map<number, { probe: Probe; loadOhms: number; relativeTolerance: number }>;
  inputImpedanceOhms: { value: number; uncertainty: number } | null;
}

/** What is known of the DUT as a wiring has it set up; a set-up that is new is begun. */
export function setUpOf({ knowledge }: BenchContext, wiring: Wiring): SetUpKnowledge {
  const { drive, input, output, gain } = wiring;
  const key = JSON.stringify([drive, input, output, gain]);
  const known = knowledge.setUps.get(key);
  if (known !== undefined) return known;
  const begun: SetUpKnowledge = {
    wiring: bareWiring(wiring),
    openGain: null,
    openProbe: null,
    loadedProbes: new Map(),
    inputImpedanceOhms: null,
  };
  knowledge.setUps.set(key, begun);
  return begun;
}

/** One step's harvest. */
export interface StepResult {
  readonly figures: Figure[];
  readonly curves: Curve[];
}

/** What is played for: enough of a step to say what it is and how the bench is wired for it. */
export type BenchStep = Pick<PlanStep, 'id' | 'title' | 'wiring'>;

/** A bench at work, whatever for. */
export interface BenchContext {
  readonly rig: Rig;
  readonly random: RandomSource;
  readonly knowledge: Knowledge;
  readonly captures: CaptureRecord[];
  readonly findings: Map<PlanStep['id'], IntegrityFinding[]>;
  readonly warnings: string[];
  /** Loads as read with a multimeter, by the nominal ohms of the wiring. */
  readonly readLoads: Map<number, number>;
}

/** A bench at work on a plan. */
export interface RunContext extends BenchContext {
  readonly card: SpecCard;
  readonly plan: VerificationPlan;
  readonly rules: DeviationRules;
  /** What became of planned steps that were not run as planned. */
  readonly planChanges: PlanChange[];
}

export function createBenchContext(rig: Rig, random: RandomSource): BenchContext {
  return {
    rig,
    random,
    knowledge: {
      baseline: null,
      loopbackProbe: null,
      clock: null,
      lastLatencyFrames: { analogue: 0, digital: 0 },
      setUps: new Map(),
      ownFigures: new Map(),
    },
    captures: [],
    findings: new Map(),
    warnings: [],
    readLoads: new Map(),
  };
}

/** A value an earlier step must have left; its absence is a mistake in the plan's order. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`the plan's order is wrong: ${what} is not known yet`);
  return value;
}
