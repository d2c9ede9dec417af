import { describe, expect, it } from 'vitest';
import { kinds } from '../../core/measure/kinds.ts';
import { benchInput, heeded } from '../../host/bench/benchCapture.ts';
import { meetsTarget, type BenchItem } from '../../host/bench/benchItem.ts';
import { benchLive } from '../../host/bench/liveBench.ts';
import { median, medianSeconds, timed } from '../../host/bench/rounds.ts';

const item = (measured: number | null, target: BenchItem['target']): BenchItem => ({
  name: 'something',
  measured,
  unit: '×',
  target,
  note: '',
});

// How fast this machine is decides no test: what is tested is that the benchmark counts right.
describe('the benchmark', () => {
  it('has its contenders take turns and gives the median of each, the warm-up left out', async () => {
    const order: string[] = [];
    let turn = 0;
    const medians = await medianSeconds(
      {
        a: () => {
          order.push('a');
          return ++turn > 4 ? turn : 1000;
        },
        b: () => {
          order.push('b');
          return Promise.resolve(++turn);
        },
        none: null,
      },
      3,
    );
    expect(order.join('')).toBe('ababababab');
    expect(medians).toEqual({ a: 7, b: 8, none: null });
  });

  it('takes the mean of the middle two of an even number', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 9])]).toEqual([2, 3]);
  });

  it('prepares before every pass', async () => {
    let ready = 0;
    let passes = 0;
    const contender = timed(
      () => {
        ready--;
        passes++;
        expect(ready).toBe(0);
      },
      () => ready++,
    );
    expect(await contender()).toBeGreaterThan(0);
    expect(passes).toBeGreaterThan(0);
  });

  it('knows which way a target points, and says nothing where there is none or nothing was measured', () => {
    expect(meetsTarget(item(4, { atLeast: 4 }))).toBe(true);
    expect(meetsTarget(item(3.9, { atLeast: 4 }))).toBe(false);
    expect(meetsTarget(item(26, { atMost: 25 }))).toBe(false);
    expect(meetsTarget(item(null, { atMost: 25 }))).toBeNull();
    expect(meetsTarget(item(1, null))).toBeNull();
  });

  it('feeds the live readings a stream that makes 20 updates a second', async () => {
    const [live] = await benchLive();
    expect(live).toMatchObject({ unit: '% of a core', target: { atMost: 25 } });
    const updates = Number(/(\d+) updates/.exec(live.note)![1]);
    expect(updates).toBeGreaterThan(7 * 2 * 20 - 20);
  });

  it("makes captures of a kind's own stimulus, longer than it, with only the settings the kind heeds", () => {
    const definition = kinds.get('imd-smpte')!;
    const settings = heeded(definition, { seconds: 0.5, harmonicCount: 10 });
    expect(settings).toEqual({ seconds: 0.5 });
    const { main, input } = benchInput(definition, settings, 2);
    expect(main.channels.length).toBe(2);
    expect(main.channels[0].length).toBeGreaterThan(96_000);
    expect(main.channels[0]).not.toEqual(main.channels[1]);
    expect(input.reference).toBeNull();
  });
});
