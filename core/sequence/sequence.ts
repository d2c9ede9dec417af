import type { SourcePlace } from '../card/sourcePlace.ts';
import type { MeasurementRequest } from '../run/measurement.ts';
import type { DeviationRules } from '../verdict/deviationRules.ts';
import type { FigureLimit } from './figureLimit.ts';

/** A variable's value. */
export type VariableValue = string | number;
export type Variables = Readonly<Record<string, VariableValue>>;

interface StepHead {
  /** Unique in the sequence and safe as a file's name. */
  readonly id: string;
  /** Where it stands in the file. */
  readonly place: SourcePlace;
  /** The loop variables it was made for. */
  readonly loop: Variables;
}

export interface VerifyStep extends StepHead {
  readonly kind: 'verify';
  /** A card's id, or a file's name beside the sequence. */
  readonly card: string;
  readonly rules: DeviationRules | null;
  /** Of figures of the run, beside the card's own claims. */
  readonly limits: readonly FigureLimit[];
}

export interface MeasureStep extends StepHead {
  readonly kind: 'measure';
  readonly measurement: MeasurementRequest;
  readonly limits: readonly FigureLimit[];
}

export interface PromptStep extends StepHead {
  readonly kind: 'prompt';
  readonly text: string;
}

export interface CommandStep extends StepHead {
  readonly kind: 'command';
  /** The program, then its arguments. */
  readonly words: readonly string[];
  readonly timeoutSeconds: number;
  readonly exitCode: number;
}

export type SequenceStep = VerifyStep | MeasureStep | PromptStep | CommandStep;

/** A sequence with its loops written out and its variables put in. */
export interface Sequence {
  readonly name: string;
  readonly description: string | null;
  readonly variables: Variables;
  readonly steps: readonly SequenceStep[];
}
