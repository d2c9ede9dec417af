import { describe, expect, it } from 'vitest';
import { damageFrames, faultsIn, framesLostTo, reportedXruns } from '../../core/simulate/faults.ts';
import type { Fault, FaultOf } from '../../core/simulate/faults.ts';
import { findMutedRanges, joinRanges } from '../../core/simulate/muting.ts';

// Two channels: frame n holds n and −n
const captured = (frames: number): Float32Array =>
  Float32Array.from({ length: 2 * frames }, (_, at) => (at % 2 === 0 ? at / 2 : -(at - 1) / 2));
const left = (frames: Float32Array): number[] => [...frames].filter((_, at) => at % 2 === 0);

describe('damageFrames', () => {
  const at = (
    kind: 'drop-frames' | 'repeat-frames' | 'zero-frames',
    frames: number,
    atSeconds = 0.4,
  ): FaultOf<typeof kind> => ({
    kind,
    take: 1,
    atSeconds,
    frames,
  });

  it('loses frames: what follows comes early', () => {
    const fault = at('drop-frames', 3);
    const damaged = damageFrames(captured(10 + framesLostTo([fault])), 2, 10, 10, [fault]);
    expect(left(damaged)).toEqual([0, 1, 2, 3, 7, 8, 9, 10, 11, 12]);
  });

  it('repeats frames: what follows comes late', () => {
    expect(left(damageFrames(captured(10), 2, 10, 10, [at('repeat-frames', 2)]))).toEqual([
      0, 1, 2, 3, 2, 3, 4, 5, 6, 7,
    ]);
  });

  it('blanks frames in all channels', () => {
    const damaged = damageFrames(captured(6), 2, 6, 10, [at('zero-frames', 2, 0.1)]);
    expect([...damaged].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0, 3, 3, 4, 4, 5, 5]);
  });

  it('leaves a capture alone without faults, and cuts one that is too long', () => {
    expect(damageFrames(captured(6), 2, 4, 10, [])).toEqual(captured(4));
  });
});

describe('faultsIn', () => {
  const faults: readonly Fault[] = [
    { kind: 'mute', take: 2, atSeconds: 0, seconds: 1 },
    { kind: 'mute', take: 'every', atSeconds: 5, seconds: 1 },
    { kind: 'dead-dut' },
  ];

  it('finds those of a take, those of every take, and those without one', () => {
    expect(faultsIn(faults, 1, 'mute').map((fault) => fault.atSeconds)).toEqual([5]);
    expect(faultsIn(faults, 2, 'mute').map((fault) => fault.atSeconds)).toEqual([0, 5]);
    expect(faultsIn(faults, 9, 'dead-dut')).toHaveLength(1);
  });

  it('tells of lost frames only where the stream admits them', () => {
    const drop = { kind: 'drop-frames', take: 1, atSeconds: 0.5, frames: 64 } as const;
    expect(reportedXruns([drop], 1000)).toEqual([]);
    expect(reportedXruns([{ ...drop, reported: true }], 1000)).toEqual([{ kind: 'input-overflow', atFrame: 500 }]);
  });
});

describe('findMutedRanges', () => {
  it('mutes after the hold, and from the start until something comes', () => {
    const samples = Float64Array.from([0, 0, 1, 0, 0, 0, 0, 1, 0, 0]);
    expect(findMutedRanges(samples, 0.5, 2)).toEqual([
      { start: 0, end: 2 },
      { start: 5, end: 7 },
    ]);
  });

  it('joins ranges that touch or overlap', () => {
    expect(
      joinRanges([
        { start: 5, end: 8 },
        { start: 0, end: 2 },
        { start: 2, end: 3 },
        { start: 6, end: 7 },
      ]),
    ).toEqual([
      { start: 0, end: 3 },
      { start: 5, end: 8 },
    ]);
  });
});
