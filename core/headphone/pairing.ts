import type { SensitivityReading } from './headphone.ts';
import type { AmpOutput } from './ampOutput.ts';
import type { OutputIntoLoad } from './outputIntoLoad.ts';
import type { PowerNeed } from './powerNeed.ts';

/** The loudness a person wants. */
export interface PairingTarget {
  readonly splDb: number;
  /** `peak`: of the sine with the same peaks as the music. `average`: the music's rms, its peaks above by the crest factor. */
  readonly as: 'peak' | 'average';
  /** Peak over rms of the music. */
  readonly crestFactorDb: number;
  /** What feeds an amp with an analog input. */
  readonly sourceVoltsRms: number;
  /** For the arithmetic alone: no refusal over 120 dB SPL. */
  readonly allowDangerousLevel: boolean;
}

export type PairingVerdict = 'enough' | 'enough-without-headroom' | 'not-enough' | 'cannot-be-said';

/** One reading of the sensitivity carried through. */
export interface PairingReading {
  readonly sensitivity: SensitivityReading;
  /** At the headphone's terminals, for the target's peaks. */
  readonly need: PowerNeed;
  /** From the source to the headphone, output impedance included. */
  readonly neededGainDb: number;
  /** dB SPL of the loudest sine: surely reached, and surely not exceeded; null where not known. */
  readonly reachableSplDb: { readonly low: number | null; readonly high: number | null };
}

/** What the amp's output impedance does; docs/headphones.md. */
export interface SourceImpedanceEffects {
  readonly outputOhms: number;
  readonly levelLossDb: number | null;
  readonly dampingFactor: number | null;
  readonly responseChange: {
    readonly db: number;
    /** From the uncertainty of the output impedance, k = 2; 0 where it carries none. */
    readonly uncertaintyDb: number;
    readonly minOhms: number;
    readonly maxOhms: number;
    readonly peakHz: number | null;
    readonly source: string;
  } | null;
}

/** An amp and a headphone together: `ampbench pair`. */
export interface Pairing {
  readonly kind: 'pairing';
  readonly schemaVersion: 1;
  readonly verdict: PairingVerdict;
  readonly amp: Pick<AmpOutput, 'name' | 'basis' | 'simulated' | 'isFedByVolts'>;
  readonly headphone: {
    readonly name: string;
    readonly nominalOhms: number | null;
    readonly sources: readonly string[];
  };
  readonly target: PairingTarget & { readonly peakSplDb: number };
  /** What the two sides of a spread are taken to be, dB: units differ, and so do ears. An assumption. */
  readonly sensitivityToleranceDb: number;
  readonly readings: readonly PairingReading[];
  /** The most volts at the headphone, and what ends it. */
  readonly output: OutputIntoLoad | null;
  /** What to look for: the need of the least sensitive reading, with the tolerance in hand. */
  readonly recommended: PowerNeed | null;
  readonly sourceImpedance: SourceImpedanceEffects | null;
  readonly noise: {
    readonly splDb: number;
    readonly weighting: 'a' | 'unweighted';
    readonly isUpperBound: boolean;
  } | null;
  readonly warnings: readonly string[];
  readonly assumptions: readonly string[];
}
