import type { Engine, EngineEvent, RunStarted } from '../electron/ipc/contract.ts';
import { withEngine } from './engineSession.ts';
import type { OperatorOptions } from './operators/chooseOperator.ts';

/**
 * Carries one run out on an engine of its own, from its begin to its end.
 * @param begin asks the engine for it
 * @param resultOf the result, from the event that ends it; undefined for every other event
 * @throws what the run failed with
 */
export async function runToEnd<Result>(
  options: OperatorOptions,
  begin: (engine: Engine) => Promise<RunStarted>,
  resultOf: (event: EngineEvent) => Result | undefined,
): Promise<Result> {
  return withEngine(options, false, ({ toEnd }) => toEnd(begin, resultOf));
}
