import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Audition } from '../../../host/qa40x/audition.ts';
import { engineThatHears, rig } from './qa40xBench.ts';

describe('an audition', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('that repeats ends a minute after the last call of any client', async () => {
    let end = (): void => undefined;
    const engine = engineThatHears(
      () =>
        new Promise((_, reject) => {
          end = () => {
            reject(new Error('stopped'));
          };
        }),
    );
    engine.cancelAcquisition = () => {
      engine.cancels += 1;
      end();
      return Promise.resolve();
    };
    const bench = { engine, rig, path: 'loopback', loadOhms: null, sampleRatesHz: [48_000], filesDir: null } as const;
    const audition = new Audition(bench);
    audition.hearCall();
    const silence = new Float64Array(8);
    audition.start(
      { sampleRateHz: 48_000, left: silence, right: silence },
      { fullScaleVoltsRms: 1, volume: 1, repeats: true },
    );
    await vi.advanceTimersByTimeAsync(59_000);
    audition.hearCall();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(engine.cancels).toBe(0);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(engine.cancels).toBe(1);
    expect(engine.requests).toHaveLength(1);
  });
});
