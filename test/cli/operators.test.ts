import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operatorFromAnswersFile } from '../../cli/operators/answersFile.ts';
import { operatorFromCommand } from '../../cli/operators/commandOperator.ts';
import { PromptAnswering } from '../../cli/operators/promptAnswering.ts';
import { readAnswer } from '../../cli/operators/terminalOperator.ts';
import { AmpbenchError } from '../../core/errors.ts';
import type { Prompt, PromptAnswer } from '../../core/run/effects.ts';
import type { Engine } from '../../electron/ipc/contract.ts';
import { OPEN } from '../../core/planner/wiring.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-operators-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const prompt = (id: string, loadOhms: number | null = null): Prompt => ({
  id,
  kind: 'wire',
  wiring: { ...OPEN, loadOhms },
  text: `connect; $(touch ${folder}/injected) "quoted"`,
});

describe('--answers', () => {
  const write = async (value: unknown): Promise<string> => {
    const path = join(folder, 'answers.json');
    await writeFile(path, JSON.stringify(value));
    return path;
  };

  it('answers by id or pattern, the first match counts', async () => {
    const operator = await operatorFromAnswersFile(
      await write([
        { prompt: 'wire-load-20', answer: 'done', loadOhms: 19.98 },
        { prompt: 'wire-load-*', answer: 'skip' },
        { prompt: '*', answer: 'done' },
      ]),
    );
    expect(await operator.answer(prompt('wire-load-20'), never)).toEqual({ answer: 'done', loadOhms: 19.98 });
    expect(await operator.answer(prompt('wire-load-300'), never)).toEqual({ answer: 'skip' });
    expect(await operator.answer(prompt('safety'), never)).toEqual({ answer: 'done' });
  });

  it('takes dots and brackets in a pattern as themselves', async () => {
    const operator = await operatorFromAnswersFile(await write([{ prompt: 'wire.load[2]*', answer: 'done' }]));
    await expect(operator.answer(prompt('wire-load-20'), never)).rejects.toMatchObject({ code: 'answer-missing' });
    expect(await operator.answer(prompt('wire.load[2]0'), never)).toEqual({ answer: 'done' });
  });

  it('names the prompt it has no answer for', async () => {
    const operator = await operatorFromAnswersFile(await write([{ prompt: 'safety', answer: 'done' }]));
    await expect(operator.answer(prompt('wire-open'), never)).rejects.toMatchObject({
      kind: 'usage',
      code: 'answer-missing',
      message: expect.stringContaining('"wire-open"') as string,
    });
  });

  it.each([
    ['an unknown answer', [{ prompt: '*', answer: 'yes' }]],
    ['a load of zero ohms', [{ prompt: '*', answer: 'done', loadOhms: 0 }]],
    ['an unknown field', [{ prompt: '*', answer: 'done', ohms: 20 }]],
    ['no list', { prompt: '*', answer: 'done' }],
  ])('refuses %s when it is read, before anything plays', async (_, value) => {
    await expect(operatorFromAnswersFile(await write(value))).rejects.toMatchObject({
      kind: 'usage',
      code: 'answers-unreadable',
    });
  });

  it('names a file that is not there', async () => {
    await expect(operatorFromAnswersFile(join(folder, 'none.json'))).rejects.toMatchObject({
      code: 'answers-unreadable',
    });
  });
});

describe('--on-prompt', () => {
  it('gets the prompt as JSON on its input and nothing of it in its words', async () => {
    const operator = operatorFromCommand(`cat > '${folder}/seen.json'`);
    expect(await operator.answer(prompt('wire-load-20', 20), never)).toEqual({ answer: 'done' });
    expect(JSON.parse(await readFile(join(folder, 'seen.json'), 'utf8'))).toEqual(prompt('wire-load-20', 20));
    await expect(readFile(join(folder, 'injected'))).rejects.toThrow('ENOENT');
  });

  it('may print an answer', async () => {
    const operator = operatorFromCommand(`echo '{"answer":"done","loadOhms":19.97}'`);
    expect(await operator.answer(prompt('wire-load-20', 20), never)).toEqual({ answer: 'done', loadOhms: 19.97 });
  });

  it.each([
    ['exit 3', /ended with code 3/],
    ['kill -9 $$', /SIGKILL/],
    ['echo hello', /no JSON/],
    [`echo '{"answer":"maybe"}'`, /no answer/],
  ])('that does %s is an error naming command and prompt', async (command, words) => {
    const error: unknown = await operatorFromCommand(command)
      .answer(prompt('wire-open'), never)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'device', code: 'on-prompt-failed', data: { promptId: 'wire-open' } });
    expect(String(error)).toMatch(words);
  });

  it('is waited for, and ended when the run is stopped', async () => {
    const stop = new AbortController();
    const startedMs = performance.now();
    const answer = operatorFromCommand('exec sleep 20').answer(prompt('wire-open'), stop.signal);
    setTimeout(() => stop.abort(), 100);
    await expect(answer).rejects.toMatchObject({ code: 'on-prompt-failed' });
    expect(performance.now() - startedMs).toBeLessThan(5000);
  });
});

describe('a typed line', () => {
  it.each([
    ['', null, { answer: 'done' }],
    [' Done ', null, { answer: 'done' }],
    ['s', null, { answer: 'skip' }],
    ['abort', null, { answer: 'abort' }],
    ['19.98', 20, { answer: 'done', loadOhms: 19.98 }],
    ['19,98', 20, { answer: 'done', loadOhms: 19.98 }],
    ['19.98', null, null],
    ['0', 20, null],
    ['-5', 20, null],
    ['1e3', 20, null],
    ['yes please', 20, null],
  ] as const)('"%s" with load %s means %o', (line, loadOhms, meaning) => {
    expect(readAnswer(line, prompt('p', loadOhms))).toEqual(meaning);
  });
});

describe('bringing prompts to the operator', () => {
  interface Call {
    readonly id: string;
    readonly answer: PromptAnswer;
  }

  function engineThat(answer: (id: string) => Promise<void>): {
    engine: Engine;
    calls: Call[];
    cancelled: () => boolean;
  } {
    const calls: Call[] = [];
    let cancelled = false;
    const partial: Pick<Engine, 'answer' | 'cancel'> = {
      answer: async (id, { answer: word }) => {
        calls.push({ id, answer: { answer: word } });
        await answer(id);
      },
      cancel: () => {
        cancelled = true;
        return Promise.resolve();
      },
    };
    return { engine: partial as Engine, calls, cancelled: () => cancelled };
  }
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
  const begin = (answering: PromptAnswering): void =>
    answering.handle({ type: 'run-started', simulated: true } as Parameters<PromptAnswering['handle']>[0]);

  it('asks once when a restarted engine repeats its prompt, and answers the new engine', async () => {
    let asked = 0;
    let release: (answer: PromptAnswer) => void = () => undefined;
    let alive = false;
    const { engine, calls } = engineThat(() =>
      alive ? Promise.resolve() : Promise.reject(new AmpbenchError('device', 'engine-died', 'died')),
    );
    const answering = new PromptAnswering(engine, () => ({
      answer: () => {
        asked += 1;
        return new Promise((resolve) => {
          release = resolve;
        });
      },
    }));
    begin(answering);
    answering.handle({ type: 'prompt', prompt: prompt('wire-open') });
    release({ answer: 'done' });
    await settle();
    alive = true;
    answering.handle({ type: 'prompt', prompt: prompt('wire-open') });
    await settle();
    expect(asked).toBe(1);
    expect(calls).toHaveLength(2);
    expect(answering.failure).toBeNull();
  });

  it('stops the run when nobody can answer, and keeps the reason', async () => {
    const { engine, cancelled } = engineThat(() => Promise.resolve());
    const reason = new AmpbenchError('usage', 'answer-missing', 'no answer');
    const answering = new PromptAnswering(engine, () => ({ answer: () => Promise.reject(reason) }));
    begin(answering);
    answering.handle({ type: 'prompt', prompt: prompt('wire-open') });
    await settle();
    expect(cancelled()).toBe(true);
    expect(answering.failure).toBe(reason);
  });
});
