import type { Quantity } from '../card/claim.ts';
import type { MeasurementKind } from '../measure/analysis.ts';
import type { MeasureSettings } from '../measure/settings.ts';

/** How the bench is to be wired. `loadOhms` null: nothing on the DUT's output but the interface. */
export interface Wiring {
  /** `loopback`: outputs straight to inputs, no DUT. `dut`: through the DUT. */
  readonly path: 'loopback' | 'dut';
  /**
   * What plays: the interface's output, volts, or the DUT itself as an output device, digital full scale. With `digital` every level of drive is in FS
   * (1 = rms of a full-scale sine) and the interface only records.
   */
  readonly drive: 'analogue' | 'digital';
  /** The DUT's input socket, as the card names it; null: its only one, or not named. */
  readonly input: string | null;
  /** The DUT's output socket, as the card names it; null: its only one, or not named. */
  readonly output: string | null;
  /** The DUT's gain setting, as the card names it; null: its only one, or not named. */
  readonly gain: string | null;
  readonly loadOhms: number | null;
  /** Resistor in series with each drive, ohms; 0: none. */
  readonly seriesOhms: number;
}

/** What a step does. */
export type StepKind =
  | 'baseline'
  | 'gain'
  | 'frequency-response'
  | 'noise'
  | 'input-impedance'
  | 'output-impedance'
  | 'thdn'
  | 'max-output'
  /** Any registered kind of measurement, at the claim's conditions. */
  | 'measurement';

/** One thing to measure, wired once. */
export interface PlanStep {
  readonly id: string;
  readonly kind: StepKind;
  readonly title: string;
  readonly wiring: Wiring;
  readonly claimIds: readonly string[];
  readonly settings: {
    readonly frequencyHz?: number;
    readonly outputVoltsRms?: number;
    readonly bandHz?: readonly [number, number];
    readonly thdnLimitRatio?: number;
    readonly claimedVoltsRms?: number;
    /** Level of the drive itself, volts rms, or re a full-scale sine's rms with a digital drive; `outputVoltsRms` does not count then. */
    readonly driveLevel?: number;
    /** THD+N limits at which maximum output is read too, where it stays under the claim at `thdnLimitRatio`. */
    readonly besideThdnRatios?: readonly number[];
    /** Of a search for the most output: begin near the highest drive, because nothing below can decide. */
    readonly isTopOnly?: boolean;
    /** Of a step of kind `measurement`. */
    readonly measurement?: { readonly kind: MeasurementKind; readonly settings: MeasureSettings };
  };
  /** Highest output this step may reach, predicted before anything plays. */
  readonly predictedOutputVoltsRms: number;
  readonly predictedLoadWatts: number;
  /** Seconds of audio, estimated. */
  readonly seconds: number;
}

/** Why a verdict is what it is; docs/verdicts.md. */
export type ReasonCode =
  | 'within'
  | 'exceeds'
  | 'guard-band'
  | 'baseline-limited'
  | 'beyond-nyquist'
  | 'input-limited'
  | 'output-limited'
  | 'load-missing'
  | 'no-tolerance-stated'
  | 'unit-missing'
  | 'not-electrical'
  | 'capture-damaged'
  | 'clipped'
  | 'not-run';

/** How a claim is decided: a lower and/or upper limit, linear, in the figure's unit; without either the figure is only told. */
export interface DecisionRule {
  readonly figureId: string;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Figures of output count where they were read at this THD+N. */
  readonly thdnLimitRatio?: number;
  /** Figures of a response count where they are of this band. */
  readonly bandHz?: readonly [number, number];
  /** Why a figure outside the limit does not disprove the claim; absent: it does. */
  readonly provesNoFailure?: { readonly reasonCode: ReasonCode; readonly text: string };
  /** For a person: `at least 3.5 W into 20 Ω with THD+N ≤ 1 %`. */
  readonly text: string;
}

/** A claim and how it is to be decided. */
export interface PlannedClaim {
  readonly claimId: string;
  readonly quantity: Quantity;
  readonly rule: DecisionRule | null;
  /** Everything that was not stated and had to be assumed, one sentence each. */
  readonly assumptions: readonly string[];
  readonly stepIds: readonly string[];
  /** Set when it is known before measuring that the claim cannot be decided on this rig. */
  readonly refused: {
    readonly verdict: 'not-verifiable' | 'manual';
    readonly reasonCode: ReasonCode;
    readonly text: string;
  } | null;
}

/** What became of a planned step once an earlier one was known. */
export interface PlanChange {
  readonly stepId: string;
  /** `dropped`: its answer is known without it, or it cannot be had. `shortened`: only a part of it can tell. `skipped`: the person did not wire it. */
  readonly action: 'dropped' | 'shortened' | 'skipped';
  /** Why the claims of the step cannot be decided; absent: they still can. */
  readonly reasonCode?: ReasonCode;
  /** A sentence for the report. */
  readonly reason: string;
}

/** Something to buy before a claim can be decided on this rig. */
export interface ShoppingItem {
  readonly what: 'load' | 'series-resistor' | 'cable';
  /** Of resistors. */
  readonly ohms?: number;
  readonly ratedWatts?: number;
  readonly relativeTolerance?: number;
  readonly count: number;
  /** The claims that wait for it. */
  readonly claimIds: readonly string[];
  /** For a person, with all of the above. */
  readonly text: string;
}

/** The ordered steps that would decide a card's claims on a rig: grouped by load, low level first, power last. */
export interface VerificationPlan {
  readonly schemaVersion: 1;
  readonly cardId: string;
  readonly rigId: string;
  readonly claims: readonly PlannedClaim[];
  readonly steps: readonly PlanStep[];
  /** Of audio, without the person's work. */
  readonly seconds: number;
  /** Wirings to be made, the first one included. */
  readonly wiringCount: number;
  readonly toBuy: readonly ShoppingItem[];
}
