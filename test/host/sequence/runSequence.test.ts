import { describe, expect, it } from 'vitest';
import { AmpbenchError } from '../../../core/errors.ts';
import { readSequence } from '../../../core/sequence/readSequence.ts';
import { FastClock, generatedUnits } from '../../../host/bench/generatedUnits.ts';
import { runSequence, type SequenceEvent } from '../../../host/sequence/runSequence.ts';
import type { SequenceBench } from '../../../host/sequence/sequenceBench.ts';

const TEXT = `sequence: s
steps:
  - prompt: put it there
  - measure: thdn
    limits: [{figure: level, upper: 0.5, unit: V}]
  - command: [relays]
  - measure: thdn
    limits: [{figure: level, upper: 1.5, unit: V}]
`;
const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

function benchWith(over: Partial<SequenceBench>): { bench: SequenceBench; done: string[]; clock: FastClock } {
  const clock = new FastClock(START_MS);
  const done: string[] = [];
  const note = (what: string) => (): Promise<void> => {
    done.push(what);
    return Promise.resolve();
  };
  const units = generatedUnits(7, clock, 10)('A');
  return {
    bench: { ...units, ask: note('asked'), command: note('command'), mute: note('mute'), ...over },
    done,
    clock,
  };
}

const run = (over: Partial<SequenceBench> = {}, events: SequenceEvent[] = []) => {
  const { bench, done, clock } = benchWith(over);
  const sequence = readSequence(TEXT, 's.yaml');
  return runSequence(sequence, bench, 'A', clock, (event) => events.push(event)).then((result) => ({ result, done }));
};

describe('runSequence', () => {
  it('does every step in order, goes on after a failed limit, and mutes after each', async () => {
    const events: SequenceEvent[] = [];
    const { result, done } = await run({}, events);
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['done', 'fail', 'done', 'pass']);
    expect(result).toMatchObject({
      outcome: 'fail',
      serial: 'A',
      simulated: true,
      startedAt: '2026-01-02T03:04:05.000Z',
      seconds: 20,
    });
    expect(done).toEqual(['asked', 'mute', 'mute', 'command', 'mute', 'mute']);
    expect(events.map(({ type }) => type)).toEqual(new Array(4).fill(['step-begins', 'step-ended']).flat());
  });

  it('ends at an error, mutes, and keeps what was measured before', async () => {
    const failing = (): Promise<never> => Promise.reject(new AmpbenchError('device', 'command-failed', 'no relays'));
    const { result, done } = await run({ command: failing });
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['done', 'fail', 'error', 'not-run']);
    expect(result.outcome).toBe('error');
    expect(result.steps[2].error).toMatchObject({ kind: 'device', code: 'command-failed' });
    expect(result.steps[1].figures.length).toBeGreaterThan(0);
    expect(done.at(-1)).toBe('mute');
  });

  it('mutes even where the program itself is wrong, and lets that be known', async () => {
    let mutes = 0;
    const { bench, clock } = benchWith({
      measure: () => Promise.reject(new TypeError('a bug')),
      mute: () => {
        mutes += 1;
        return Promise.resolve();
      },
    });
    await expect(runSequence(readSequence(TEXT, 's.yaml'), bench, null, clock, () => undefined)).rejects.toThrow(
      'a bug',
    );
    expect(mutes).toBe(2);
  });

  it('takes its seconds from a clock that cannot be set back', async () => {
    const { bench, clock } = benchWith({});
    const measure: SequenceBench['measure'] = (step) => {
      clock.set(START_MS - 3_600_000);
      return bench.measure(step);
    };
    const result = await runSequence(readSequence(TEXT, 's.yaml'), { ...bench, measure }, null, clock, () => undefined);
    expect(result.seconds).toBe(20);
    expect(result.steps.map(({ seconds }) => seconds)).toEqual([0, 10, 0, 10]);
  });
});
