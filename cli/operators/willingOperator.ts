import { AmpbenchError } from '../../core/errors.ts';
import type { Operator } from './operator.ts';

/** Answers `done` to everything and says so on stderr. `who` is named in each line. */
export function willingOperator(who: string): Operator {
  return {
    answer: async (prompt) => {
      process.stderr.write(`  ${who}: done (${prompt.id}): ${prompt.text}\n`);
      return Promise.resolve({ answer: 'done' });
    },
  };
}

/** Nobody is there: the first prompt is an error that says what would help. */
export const absentOperator: Operator = {
  answer: async (prompt) =>
    Promise.reject(
      new AmpbenchError(
        'usage',
        'answer-missing',
        `prompt "${prompt.id}" needs an answer and there is no terminal to ask on (${prompt.text})`,
        { promptId: prompt.id },
        'give --answers FILE, --on-prompt CMD or --yes, or run it on a terminal',
      ),
    ),
};
