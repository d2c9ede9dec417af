import { operatorFromAnswersFile } from './answersFile.ts';
import { operatorFromCommand } from './commandOperator.ts';
import type { Operator } from './operator.ts';
import { terminalOperator } from './terminalOperator.ts';
import { absentOperator, willingOperator } from './willingOperator.ts';

export interface OperatorOptions {
  readonly answers?: string;
  readonly onPrompt?: string;
  readonly yes?: boolean;
}

/** Who answers the prompts of a run: as the options say, else the simulated person of a simulated bench, else the terminal. */
export async function chooseOperator(options: OperatorOptions): Promise<(simulated: boolean) => Operator> {
  if (options.answers !== undefined) {
    const operator = await operatorFromAnswersFile(options.answers);
    return () => operator;
  }
  if (options.onPrompt !== undefined) {
    const operator = operatorFromCommand(options.onPrompt);
    return () => operator;
  }
  if (options.yes === true) {
    const operator = willingOperator('--yes');
    return () => operator;
  }
  return (simulated) => {
    if (simulated) return willingOperator('simulated person');
    return process.stdin.isTTY ? terminalOperator() : absentOperator;
  };
}
