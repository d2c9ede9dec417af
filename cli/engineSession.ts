import { AmpbenchError } from '../core/errors.ts';
import { OPEN } from '../core/planner/wiring.ts';
import type { Engine, EngineEvent, RunStarted } from '../electron/ipc/contract.ts';
import { superviseEngine } from '../host/engine/supervisor.ts';
import type { EngineRuns } from '../host/sequence/engineBench.ts';
import { chooseOperator } from './operators/chooseOperator.ts';
import type { OperatorOptions } from './operators/chooseOperator.ts';
import { PromptAnswering } from './operators/promptAnswering.ts';
import { ProgressLines } from './progressLines.ts';
import { stopOnSignals } from './signals.ts';

const aborted = (id: string, why: string): AmpbenchError =>
  new AmpbenchError('cancelled', 'sequence-cancelled', `stopped at prompt "${id}": ${why}`, { promptId: id });

/**
 * Work with an engine of its own: progress to stderr, prompts to whoever the options say, Ctrl-C with a fade.
 * @param isSimulated whether a sequence's own prompts are answered by the simulated person
 * @throws what the work throws
 */
export async function withEngine<Result>(
  options: OperatorOptions,
  isSimulated: boolean,
  work: (runs: EngineRuns) => Promise<Result>,
): Promise<Result> {
  const operatorFor = await chooseOperator(options);
  const engine = superviseEngine();
  const stop = new AbortController();
  const release = stopOnSignals(engine, () => {
    stop.abort();
  });
  const toEnd = async <Found>(
    begin: (engine: Engine) => Promise<RunStarted>,
    resultOf: (event: EngineEvent) => Found | undefined,
  ): Promise<Found> => {
    const progress = new ProgressLines(process.stderr);
    const prompts = new PromptAnswering(engine, operatorFor);
    let unsubscribe = (): void => undefined;
    try {
      return await new Promise<Found>((resolve, reject) => {
        unsubscribe = engine.subscribe((event) => {
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
      unsubscribe();
    }
  };
  const isStopped = (): boolean => stop.signal.aborted;
  const ask = async (id: string, text: string): Promise<void> => {
    if (isStopped()) throw aborted(id, 'the sequence was stopped');
    const operator = operatorFor(isSimulated);
    try {
      const { answer } = await operator.answer({ id, kind: 'safety', wiring: OPEN, text }, stop.signal);
      if (answer !== 'done') throw aborted(id, `it was answered with ${answer}`);
    } catch (error) {
      throw isStopped() ? aborted(id, 'the sequence was stopped') : error;
    }
  };
  try {
    return await work({ engine, stopped: stop.signal, toEnd, ask });
  } finally {
    release();
    await engine.close();
  }
}
