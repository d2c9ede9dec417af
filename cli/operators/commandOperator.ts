import { spawn } from 'node:child_process';
import { promptAnswerSchema } from '../../electron/ipc/contract.ts';
import { AmpbenchError } from '../../core/errors.ts';
import type { Prompt, PromptAnswer } from '../../core/run/effects.ts';
import type { Operator } from './operator.ts';

function failed(command: string, prompt: Prompt, what: string): AmpbenchError {
  return new AmpbenchError(
    'device',
    'on-prompt-failed',
    `--on-prompt "${command}" ${what} at prompt "${prompt.id}"`,
    { command, promptId: prompt.id },
    'run it by hand with a prompt as JSON on its standard input to see why',
  );
}

/** Runs the person's command in a shell, their words only; what the prompt says goes in on stdin, never into the words. */
function run(command: string, prompt: Prompt, cancel: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'inherit'], signal: cancel });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
    });
    // A command that does not read its input closes it early; its exit code is what counts.
    child.stdin.on('error', () => undefined);
    child.stdin.end(`${JSON.stringify(prompt)}\n`);
    child.on('error', (error) => {
      reject(failed(command, prompt, `could not be run (${error.message})`));
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output.trim());
      else reject(failed(command, prompt, signal === null ? `ended with code ${code}` : `was ended by ${signal}`));
    });
  });
}

/** A command that does the wiring (a relay box): exit 0 is `done`, unless it prints an answer as JSON. */
export function operatorFromCommand(command: string): Operator {
  return {
    answer: async (prompt, cancel): Promise<PromptAnswer> => {
      const output = await run(command, prompt, cancel);
      if (output === '') return { answer: 'done' };
      let value: unknown;
      try {
        value = JSON.parse(output);
      } catch {
        throw failed(command, prompt, `printed something that is no JSON (${output.slice(0, 80)})`);
      }
      const parsed = promptAnswerSchema.safeParse(value);
      if (!parsed.success)
        throw failed(command, prompt, 'printed JSON that is no answer like {"answer": "done", "loadOhms": 19.98}');
      const { answer, loadOhms } = parsed.data;
      return loadOhms === undefined ? { answer } : { answer, loadOhms };
    },
  };
}
