import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxOutput } from '../../core/measure/max-output/analyze.ts';
import {
  firstStaircase,
  nextSearchStep,
  type LevelReading,
  type SearchLimits,
} from '../../core/measure/max-output/plan.ts';
import { expectClose } from '../expectClose.ts';

const db = (ratio: number): number => 20 * Math.log10(ratio);

/** A device whose distortion is a floor of noise that falls with level and a power law that rises with it. */
interface Device {
  readonly gainRatio: number;
  readonly noiseVoltsRms: number;
  readonly kneeVoltsRms: number;
  readonly exponent: number;
}

function measure(device: Device, driveVoltsRms: number): LevelReading {
  const outputVoltsRms = driveVoltsRms * device.gainRatio;
  const distortion = 0.01 * (outputVoltsRms / device.kneeVoltsRms) ** device.exponent;
  return { driveVoltsRms, outputVoltsRms, thdnRatio: Math.hypot(distortion, device.noiseVoltsRms / outputVoltsRms) };
}

/** Runs a whole search; every drive ever played is in the readings, in the order played. */
function search(
  device: Device,
  limits: SearchLimits,
  claimedVoltsRms: number,
): { readings: LevelReading[]; endedBy: string } {
  const readings = firstStaircase(claimedVoltsRms, limits).map((drive) => measure(device, drive));
  for (let round = 0; round < 200; round++) {
    const step = nextSearchStep(readings, limits);
    if (step.kind === 'done') return { readings, endedBy: step.endedBy };
    for (const drive of step.driveVoltsRms) readings.push(measure(device, drive));
  }
  throw new Error('the search does not end');
}

const limits: SearchLimits = {
  thdnLimitRatio: 0.01,
  maxDriveVoltsRms: 6.9,
  maxOutputVoltsRms: 11,
  outputLimitedBy: 'the limit set for this rig',
  gainRatio: 2.5,
};
const device: Device = { gainRatio: 2.5, noiseVoltsRms: 1e-5, kneeVoltsRms: 8.4, exponent: 8 };

describe('search for the maximum output', () => {
  it('[MAX-1] finds the level where THD+N passes the limit', () => {
    const { readings, endedBy } = search(device, limits, 8.37);
    expect(endedBy).toBe('thdn-limit');
    const found = maxOutput(readings, 0.01);
    expect(found).toMatchObject({ isLowerBound: false, thdnRatio: 0.01 });
    expectClose(db(found.voltsRms / 8.4), 0, {
      within: 0.001,
      unit: 'dB',
      because: 'a power law is straight on log-log axes; only the noise bends it',
    });
    expect(Math.abs(found.voltsRms - 8.4)).toBeLessThan(found.methodVoltsRms);
  });

  it('[MAX-2] encloses a sudden clip within 0.15 dB, and says so in its uncertainty', () => {
    const { readings } = search({ ...device, exponent: 200 }, limits, 8.37);
    const found = maxOutput(readings, 0.01);
    expectClose(db(found.voltsRms / 8.4), 0, { within: 0.15, unit: 'dB', because: 'the search stops at 0.15 dB' });
    expect(found.methodVoltsRms).toBeGreaterThan(0);
    expect(found.methodVoltsRms / found.voltsRms).toBeLessThan(0.01);
  });

  it('[MAX-3] says what ended it: the drive or the output', () => {
    const byDrive = search(device, { ...limits, maxDriveVoltsRms: 2 }, 8.37);
    expect(byDrive.endedBy).toBe('input-limited');
    expect(maxOutput(byDrive.readings, 0.01)).toMatchObject({ isLowerBound: true });
    expectClose(maxOutput(byDrive.readings, 0.01).voltsRms, 5, {
      within: 0.01,
      unit: 'V',
      because: 'the last step may end 0.01 dB under the drive’s 2 V',
    });
    const byOutput = search(device, { ...limits, maxOutputVoltsRms: 6 }, 8.37);
    expect(byOutput.endedBy).toBe('output-limited');
    expectClose(maxOutput(byOutput.readings, 0.01).voltsRms, 6, {
      within: 0.01,
      unit: 'V',
      because: 'as above, of 6 V',
    });
  });

  it('[MAX-4] is not misled by noise, which passes any limit at the lowest levels', () => {
    const noisy = { ...device, noiseVoltsRms: 1e-3 };
    const { readings } = search(noisy, limits, 8.37);
    expect(readings[0].thdnRatio).toBeGreaterThan(0.01);
    expectClose(db(maxOutput(readings, 0.01).voltsRms / 8.4), 0, {
      within: 0.005,
      unit: 'dB',
      because: 'at the knee the noise is 1 % of the distortion',
    });
  });

  it('[MAX-4] of a device over the limit at every level is anything down to nothing', () => {
    const { readings, endedBy } = search({ ...device, kneeVoltsRms: 1e-6, exponent: 1 }, limits, 8.37);
    expect(endedBy).toBe('thdn-limit');
    const found = maxOutput(readings, 0.01);
    expect(found.isLowerBound).toBe(false);
    expect(found.methodVoltsRms).toBe(found.voltsRms);
    expect(found.voltsRms).toBeLessThan(0.03);
  });

  it('[MAX-5] starts with a staircase of at most 4 dB a step that ends 4 dB under the claim', () => {
    const drives = firstStaircase(8.37, limits);
    for (const [index, drive] of drives.slice(1).entries()) expect(db(drive / drives[index])).toBeLessThan(4.001);
    expectClose(db((drives.at(-1)! * 2.5) / 8.37), -4, { within: 1e-9, unit: 'dB', because: 'as planned' });
    expectClose(db((drives[0] * 2.5) / 8.37), -52, { within: 1e-9, unit: 'dB', because: 'as planned' });
  });

  it('[MAX-6] never steps over a limit, never more than 1 dB above what was played, and always ends', () => {
    fc.assert(
      fc.property(
        fc.record({
          gainDb: fc.double({ min: -10, max: 30, noNaN: true }),
          noiseDbv: fc.double({ min: -120, max: -40, noNaN: true }),
          kneeVoltsRms: fc.double({ min: 0.01, max: 30, noNaN: true }),
          exponent: fc.double({ min: 1, max: 100, noNaN: true }),
          maxDriveVoltsRms: fc.double({ min: 0.05, max: 10, noNaN: true }),
          maxOutputVoltsRms: fc.double({ min: 0.1, max: 20, noNaN: true }),
          claimedVoltsRms: fc.double({ min: 0.05, max: 20, noNaN: true }),
          thdnLimitRatio: fc.constantFrom(0.0001, 0.001, 0.01, 0.1),
        }),
        (given) => {
          const gainRatio = 10 ** (given.gainDb / 20);
          const bounds: SearchLimits = { ...limits, ...given, gainRatio };
          const { readings } = search(
            { ...given, gainRatio, noiseVoltsRms: 10 ** (given.noiseDbv / 20) },
            bounds,
            given.claimedVoltsRms,
          );
          const slack = 1 + 1e-9;
          let highest = Infinity;
          const staircase = firstStaircase(given.claimedVoltsRms, bounds).length;
          for (const [index, { driveVoltsRms, outputVoltsRms }] of readings.entries()) {
            expect(driveVoltsRms).toBeLessThanOrEqual(given.maxDriveVoltsRms * slack);
            expect(outputVoltsRms).toBeLessThanOrEqual(given.maxOutputVoltsRms * slack);
            if (index >= staircase) expect(db(driveVoltsRms / highest)).toBeLessThanOrEqual(1 + 1e-9);
            highest = highest === Infinity ? driveVoltsRms : Math.max(highest, driveVoltsRms);
          }
          const drives = readings.map((reading) => reading.driveVoltsRms);
          expect(new Set(drives).size).toBe(drives.length);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });
});
