import { AmpbenchError } from '../core/errors.ts';
import type { EngineEvent, RunStarted } from '../electron/ipc/contract.ts';
import { superviseEngine } from '../host/engine/supervisor.ts';
import type { SupervisedEngine } from '../host/engine/supervisor.ts';
import { chooseOperator } from './operators/chooseOperator.ts';
import type { OperatorOptions } from './operators/chooseOperator.ts';
import { PromptAnswering } from './operators/promptAnswering.ts';
import { ProgressLines } from './progressLines.ts';
import { stopOnSignals } from './signals.ts';

/**
 * Carries something out on an engine of its own, from its begin to its end: progress to stderr, prompts to whoever the options say, Ctrl-C with a fade.
 * @param begin asks the engine for it
 * @param resultOf the result, from the event that ends it; undefined for every other event
 * @throws what the run failed with
 */
export async function runToEnd<Result>(
  options: OperatorOptions,
  begin: (engine: SupervisedEngine) => Promise<RunStarted>,
  resultOf: (event: EngineEvent) => Result | undefined,
): Promise<Result> {
  const operatorFor = await chooseOperator(options);
  const engine = superviseEngine();
  const release = stopOnSignals(engine);
  const progress = new ProgressLines(process.stderr);
  const prompts = new PromptAnswering(engine, operatorFor);
  try {
    return await new Promise<Result>((resolve, reject) => {
      engine.subscribe((event) => {
        progress.show(event);
        prompts.handle(event);
        const result = resultOf(event);
        if (result !== undefined) resolve(result);
        if (event.type === 'run-failed') reject(AmpbenchError.fromRecord(event.error));
      });
      begin(engine).catch(reject);
    });
  } catch (error) {
    // The run was stopped because nobody could answer: that is what to tell, not that it was stopped.
    throw prompts.failure ?? error;
  } finally {
    release();
    await engine.close();
  }
}
