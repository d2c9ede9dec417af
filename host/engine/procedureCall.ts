import type { Procedure } from '../../core/run/effects.ts';
import { runMeasurement } from '../../core/run/runMeasurement.ts';
import { runVerification } from '../../core/run/runVerification.ts';

const PROCEDURES = { verification: runVerification, measurement: runMeasurement };

export type ProcedureName = keyof typeof PROCEDURES;

/** A procedure that is yet to begin, as plain data: it can cross to another thread. */
export interface ProcedureCall<Name extends ProcedureName = ProcedureName> {
  readonly name: Name;
  readonly args: Parameters<(typeof PROCEDURES)[Name]>;
}

/** What a procedure returns in the end. */
export type ProcedureResult<Name extends ProcedureName> =
  ReturnType<(typeof PROCEDURES)[Name]> extends Procedure<infer Result> ? Result : never;

/** Begins what was called; the same call and replies give the same result, whatever thread it is in. */
export function beginProcedure<Name extends ProcedureName>({
  name,
  args,
}: ProcedureCall<Name>): Procedure<ProcedureResult<Name>> {
  const begin = PROCEDURES[name] as (...args: readonly unknown[]) => Procedure<ProcedureResult<Name>>;
  return begin(...args);
}
