import { createInterface } from 'node:readline/promises';
import type { Prompt, PromptAnswer } from '../../core/run/effects.ts';
import type { Operator } from './operator.ts';

/** What a typed line means, or null when it means nothing. An empty line is `done`; a number is the load as measured. */
export function readAnswer(line: string, prompt: Prompt): PromptAnswer | null {
  const word = line.trim().toLowerCase();
  if (word === '' || word === 'done' || word === 'd') return { answer: 'done' };
  if (word === 'skip' || word === 's') return { answer: 'skip' };
  if (word === 'abort' || word === 'a') return { answer: 'abort' };
  if (prompt.wiring.loadOhms === null || !/^\d+([.,]\d+)?$/.test(word)) return null;
  const loadOhms = Number(word.replace(',', '.'));
  return loadOhms > 0 ? { answer: 'done', loadOhms } : null;
}

/** A person at the terminal; asks on stderr, since stdout is for the result. */
export function terminalOperator(): Operator {
  return {
    answer: async (prompt, cancel) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      // Readline takes Ctrl-C from the terminal for itself: hand it on.
      lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      try {
        const load = prompt.wiring.loadOhms === null ? '' : ', or the load as your multimeter reads it, in ohms';
        process.stderr.write(`\n${prompt.text}\n`);
        for (;;) {
          const line = await lines.question(`  Enter when done; s: skip, a: abort${load}: `, { signal: cancel });
          const answer = readAnswer(line, prompt);
          if (answer !== null) return answer;
        }
      } finally {
        lines.close();
      }
    },
  };
}
