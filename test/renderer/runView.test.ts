import { describe, expect, it } from 'vitest';
import { LOOPBACK } from '../../core/planner/wiring.ts';
import type { EngineEvent } from '../../electron/ipc/contract.ts';
import { NO_RUN, runAfter, type RunView } from '../../renderer/state/runView.ts';
import { takeInput } from './takeInput.ts';
import { exampleVerification } from '../report/exampleVerification.ts';

const run = { runId: 'r', folder: '/r' };
const { card, rig, claims } = exampleVerification;
const plan = {
  schemaVersion: 1,
  cardId: card.id,
  rigId: rig.id,
  claims: [],
  steps: [],
  seconds: 0,
  wiringCount: 0,
  toBuy: [],
} as const;
const preview = {
  wirings: [LOOPBACK],
  predictedOutputVoltsRms: 1,
  seconds: 1,
  outputLimitVoltsRms: 2,
  predictedLoadWatts: null,
  loadLimitWatts: null,
};
const after = (events: readonly EngineEvent[], from: RunView = NO_RUN): RunView => events.reduce(runAfter, from);
const started: EngineEvent = { type: 'run-started', ...run, card, rig, simulated: true, plan, resumed: false };

describe('a run as its events add up', () => {
  it('decides claims one after the other, and all at the end', () => {
    const [first, second] = claims;
    const view = after([started, { type: 'note', stepId: 's', text: 'x', decided: [first] }]);
    expect([...view.decided.keys()]).toEqual([first.id]);
    const ended = after([{ type: 'run-finished', ...run, verification: exampleVerification }], view);
    expect(ended.decided.get(second.id)).toBe(second);
    expect(ended.phase).toBe('finished');
  });

  it('knows how the bench is wired from the prompts that were answered, not from those that were skipped', () => {
    const prompt = { id: 'wire-loopback', kind: 'wire', wiring: LOOPBACK, text: 'connect' } as const;
    const asked = after([started, { type: 'prompt', prompt }]);
    expect(asked.prompt).toBe(prompt);
    const done = after([{ type: 'prompt-answered', promptId: prompt.id, answer: { answer: 'done' } }], asked);
    expect([done.prompt, done.wired]).toEqual([null, prompt]);
    const skipped = after([{ type: 'prompt-answered', promptId: prompt.id, answer: { answer: 'skip' } }], asked);
    expect(skipped.wired).toBeNull();
  });

  it('keeps nothing of an earlier run', () => {
    const view = after([
      started,
      { type: 'note', stepId: 's', text: 'x', decided: claims },
      { type: 'take-finished', takeId: 't', file: 'f', replayed: false, input: takeInput(0.5) },
      { type: 'measurement-started', runId: 'm', folder: '/m', rig, simulated: true, preview, resumed: false },
    ]);
    expect(view).toEqual({ ...NO_RUN, phase: 'running', runId: 'm', rig, simulated: true, preview });
  });

  it('remembers for the whole run which inputs were clipped, and shows what came in last', () => {
    const finished = (...peaks: number[]): EngineEvent => ({
      type: 'take-finished',
      takeId: 't',
      file: 'f',
      replayed: false,
      input: takeInput(...peaks),
    });
    const view = after([started, finished(0.5, 1), finished(0.25, 0.1)]);
    expect([...view.clippedInputs]).toEqual([2]);
    expect(view.input?.levels.map(({ peakRatio }) => peakRatio)).toEqual([0.25, 0.1]);
    expect(after([started], view).clippedInputs.size).toBe(0);
  });

  it('ignores the progress of a take that is not the one playing', () => {
    const take: EngineEvent = {
      type: 'take-started',
      stepId: 's',
      takeId: 'a',
      description: '',
      predictedOutputVoltsRms: 1,
      predictedLoadWatts: 0,
      seconds: 1,
    };
    const view = after([
      started,
      take,
      { type: 'take-progress', takeId: 'b', framesDone: 5, framesTotal: 10, input: takeInput(0.5) },
    ]);
    expect(view.take?.framesDone).toBe(0);
  });
});
