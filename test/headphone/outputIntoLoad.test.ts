import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputIntoLoad } from '../../core/headphone/outputIntoLoad.ts';
import { expectClose } from '../expectClose.ts';
import { amp, point } from './exampleAmps.ts';

const SOURCE_VOLTS = 2;
const TWO_LOADS = amp({ points: [point(30, 4), point(300, 5)] });

describe('the most an amp gives into a headphone', () => {
  it('[PAIR-4] is the known maximum at a known load', () => {
    expect(outputIntoLoad(TWO_LOADS, 30, SOURCE_VOLTS)).toEqual({
      lowVoltsRms: 4,
      highVoltsRms: 4,
      limitedBy: 'power',
      beyondKnownLoads: null,
    });
  });

  it('[PAIR-4] lies between two loads in what both allow: volts of the higher, amperes of the lower', () => {
    const near = outputIntoLoad(TWO_LOADS, 33, SOURCE_VOLTS);
    expect(near).toMatchObject({ lowVoltsRms: 4, limitedBy: 'current' });
    expectClose(near.highVoltsRms!, (4 / 30) * 33, { within: 1e-12, unit: 'V', because: 'closed form in f64' });
    expect(outputIntoLoad(TWO_LOADS, 100, SOURCE_VOLTS)).toMatchObject({
      lowVoltsRms: 4,
      highVoltsRms: 5,
      limitedBy: 'voltage',
    });
  });

  it('[PAIR-4] is never extrapolated silently', () => {
    expect(outputIntoLoad(TWO_LOADS, 600, SOURCE_VOLTS)).toEqual({
      lowVoltsRms: 5,
      highVoltsRms: null,
      limitedBy: null,
      beyondKnownLoads: 'above',
    });
    expect(outputIntoLoad(TWO_LOADS, 15, SOURCE_VOLTS)).toEqual({
      lowVoltsRms: 2,
      highVoltsRms: 4,
      limitedBy: 'current',
      beyondKnownLoads: 'below',
    });
  });

  it('[PAIR-4] without load says nothing of a load until the current is known', () => {
    const open = amp({ points: [point(Infinity, 2)], outputOhms: { low: 50, high: 50 } });
    expect(outputIntoLoad(open, 50, SOURCE_VOLTS)).toMatchObject({ lowVoltsRms: null, highVoltsRms: 1 });
    const limited = { ...open, maxAmperesRms: 0.1 };
    expect(outputIntoLoad(limited, 50, SOURCE_VOLTS)).toMatchObject({
      lowVoltsRms: 1,
      highVoltsRms: 1,
      limitedBy: 'voltage',
    });
    expect(outputIntoLoad({ ...limited, maxAmperesRms: 0.01 }, 50, SOURCE_VOLTS)).toMatchObject({
      lowVoltsRms: 0.5,
      highVoltsRms: 0.5,
      limitedBy: 'current',
    });
  });

  it('[PAIR-4] spans both claims of a card that gives fewer volts into a higher load', () => {
    expect(outputIntoLoad(amp({ points: [point(20, 8), point(300, 7)] }), 60, SOURCE_VOLTS)).toMatchObject({
      lowVoltsRms: 7,
      highVoltsRms: 8,
    });
  });

  it('[PAIR-5] ends where the source times the gain ends, behind the output impedance', () => {
    const fed = { ...TWO_LOADS, isFedByVolts: true, gainRatio: { low: 2, high: 2 }, outputOhms: { low: 25, high: 25 } };
    expect(outputIntoLoad(fed, 100, 1.25)).toMatchObject({
      lowVoltsRms: 2,
      highVoltsRms: 2,
      limitedBy: 'gain-and-source',
    });
    expect(outputIntoLoad({ ...fed, isFedByVolts: false }, 100, 1.25).limitedBy).toBe('voltage');
  });

  it('[PAIR-4] holds for every amp with a voltage, a current and an output impedance, known at two loads', () => {
    const ohms = fc.double({ min: 4, max: 1000, noNaN: true });
    fc.assert(
      fc.property(
        fc.record({
          openVolts: fc.double({ min: 0.1, max: 20, noNaN: true }),
          amperes: fc.double({ min: 0.001, max: 3, noNaN: true }),
          sourceOhms: fc.double({ min: 0, max: 120, noNaN: true }),
        }),
        ohms,
        ohms,
        ohms,
        ({ openVolts, amperes, sourceOhms }, first, second, at) => {
          const real = (load: number): number => Math.min((openVolts * load) / (load + sourceOhms), amperes * load);
          const known = amp({ points: [point(first, real(first)), point(second, real(second))] });
          const { lowVoltsRms, highVoltsRms } = outputIntoLoad(known, at, SOURCE_VOLTS);
          const slack = 1e-12 * real(at);
          expect(lowVoltsRms!).toBeLessThanOrEqual(real(at) + slack);
          expect(highVoltsRms ?? Infinity).toBeGreaterThanOrEqual(real(at) - slack);
        },
      ),
      { seed: 7, numRuns: 2000 },
    );
  });
});
