import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';
import type { Operator } from './operator.ts';

const answersSchema = z.array(
  z.strictObject({
    /** A prompt's id; `*` stands for any characters. */
    prompt: z.string().min(1),
    answer: z.enum(['done', 'skip', 'abort']),
    loadOhms: z.number().positive().optional(),
  }),
);

function matches(pattern: string, id: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}

/**
 * Answers from a JSON file: `[{"prompt": "wire-load-*", "answer": "done", "loadOhms": 19.98}]`, the first match counts.
 * @throws AmpbenchError `usage/answers-unreadable`; later, `usage/answer-missing` naming the prompt's id
 */
export async function operatorFromAnswersFile(path: string): Promise<Operator> {
  let answers: z.infer<typeof answersSchema>;
  try {
    answers = answersSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', '; ') : String(error);
    throw new AmpbenchError(
      'usage',
      'answers-unreadable',
      `--answers ${path} cannot be used: ${what}`,
      { path },
      'it holds a list: [{"prompt": "<id or pattern with *>", "answer": "done", "loadOhms": 19.98}]',
    );
  }
  return {
    answer: async (prompt) => {
      const found = answers.find(({ prompt: pattern }) => matches(pattern, prompt.id));
      if (found === undefined) {
        throw new AmpbenchError(
          'usage',
          'answer-missing',
          `--answers ${path} has no answer for prompt "${prompt.id}" (${prompt.text})`,
          { path, promptId: prompt.id },
          `add {"prompt": "${prompt.id}", "answer": "done"} to it`,
        );
      }
      const { answer, loadOhms } = found;
      return Promise.resolve(loadOhms === undefined ? { answer } : { answer, loadOhms });
    },
  };
}
