import { describe, expect, it } from 'vitest';
import { OPEN } from '../../core/planner/wiring.ts';
import {
  assertAskable,
  isReached,
  LARGEST_STEP_DB,
  nextDriveRms,
  SMALLEST_STEP_DB,
  type AskedLevel,
} from '../../core/run/liveLevel.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { dbFromRatio } from '../../core/units/decibel.ts';
import { expectClose } from '../expectClose.ts';

const { rig } = createSimulatedBench('sim:usb-192/hpa-1', { seed: 1 });
const atOutput = (voltsRms: number): AskedLevel => ({ voltsRms, at: 'output' });
const atGenerator = (driveRms: number): AskedLevel => ({ driveRms, at: 'generator' });

/** Every drive on the way to what is asked, of a DUT with this gain. */
function way(asked: AskedLevel, gainRatio: number, peakFactor = 1, wiring = OPEN): number[] {
  const drives = [nextDriveRms(rig, wiring, asked, { driveRms: 0, gainRatio: null }, peakFactor)];
  while (drives.length < 100 && !isReached(asked, { driveRms: drives.at(-1)!, gainRatio }))
    drives.push(nextDriveRms(rig, wiring, asked, { driveRms: drives.at(-1)!, gainRatio }, peakFactor));
  return drives;
}

describe('the level of the live generator', () => {
  it('[LIVE-30] begins at −60 dBV and rises by at most 6 dB to the asked volts at the output', () => {
    const drives = way(atOutput(1), 2.5);
    expect(drives[0]).toBe(1e-3);
    expectClose(drives.at(-1)! / 0.4, 1, { within: 1e-12, unit: 'relative', because: 'a quotient of doubles' });
    drives.slice(1).forEach((drive, index) => {
      expect(dbFromRatio(drive / drives[index])).toBeLessThanOrEqual(LARGEST_STEP_DB + 1e-9);
    });
  });

  it('[LIVE-31] steps by 1 dB within 3 dB of a limit', () => {
    const drives = way(atOutput(7.4), 5);
    const near = drives.slice(1).filter((_, index) => drives[index] * 5 >= 7.5 / 10 ** (3 / 20) - 1e-9);
    expect(near.length).toBeGreaterThanOrEqual(3);
    for (const drive of near)
      expect(dbFromRatio(drive / drives[drives.indexOf(drive) - 1])).toBeLessThanOrEqual(SMALLEST_STEP_DB + 1e-9);
    for (const drive of drives) expect(drive * 5).toBeLessThanOrEqual(7.5);
  });

  it('[LIVE-32] refuses the step that would pass a limit, and names it', () => {
    expect(() => way(atGenerator(1.9), 10)).toThrow(/the limit set for this rig, 7\.5/u);
    // The 300 Ω load may take 1 W: 17.3 V; the 20 Ω load 5 W: 10 V; neither is below the rig's own limit, a weaker one is
    const weak = { ...rig, loads: [{ ohms: 20, relativeTolerance: 0, ratedWatts: 0.1 }] };
    expect(() =>
      nextDriveRms(weak, { ...OPEN, loadOhms: 20 }, atGenerator(1), { driveRms: 0.4, gainRatio: 2.5 }, 1),
    ).toThrow(expect.objectContaining({ code: 'output-over-limit' }));
    expect(() => nextDriveRms(rig, OPEN, atOutput(7), { driveRms: 1.95, gainRatio: 2.5 }, 1)).toThrow(
      expect.objectContaining({ code: 'drive-over-limit' }),
    );
  });

  it('[LIVE-32] limits hold for peaks: noise stops earlier than a sine', () => {
    expect(() => way(atOutput(4), 2.5, 1)).not.toThrow();
    expect(() => {
      assertAskable(rig, OPEN, atOutput(4), 3);
    }).toThrow(expect.objectContaining({ code: 'output-over-limit' }));
  });

  it('[LIVE-38] drives a digital input from −60 dBFS upward, to full scale less the room for its dither', () => {
    const dac = createSimulatedBench('sim:usb-192/line-dac', { seed: 1 }).rig;
    const wiring = { ...OPEN, drive: 'digital' } as const;
    const asked = atGenerator(1);
    const drives = [nextDriveRms(dac, wiring, asked, { driveRms: 0, gainRatio: null }, 1)];
    while (drives.length < 100 && !isReached(asked, { driveRms: drives.at(-1)!, gainRatio: 2 }))
      drives.push(nextDriveRms(dac, wiring, asked, { driveRms: drives.at(-1)!, gainRatio: 2 }, 1));
    expect(drives[0]).toBe(1e-3);
    expect(drives.at(-1)).toBeLessThan(1);
    expectClose(dbFromRatio(drives.at(-1)!), 0, {
      within: 1e-5,
      unit: 'dB',
      because: 'one step of 24 bits is 1e-6 dB',
    });
    expect(() => {
      assertAskable(dac, wiring, atGenerator(1.01), 1);
    }).toThrow(expect.objectContaining({ code: 'drive-over-limit' }));
    // 5 V need more than full scale of a DAC that gives 2 V there
    expect(() => nextDriveRms(dac, wiring, atOutput(5), { driveRms: 0.99, gainRatio: 2 }, 1)).toThrow(
      expect.objectContaining({ code: 'drive-over-limit' }),
    );
  });

  it('[LIVE-33] goes down in one step', () => {
    const next = nextDriveRms(rig, OPEN, atOutput(0.001), { driveRms: 1, gainRatio: 2 }, 1);
    expect(next).toBe(0.0005);
  });

  it('[LIVE-34] is not raised unseen', () => {
    expect(() => nextDriveRms(rig, OPEN, atOutput(1), { driveRms: 0.016, gainRatio: 0.005 }, 1)).toThrow(
      expect.objectContaining({ code: 'nothing-came-back' }),
    );
    expect(isReached(atOutput(1), { driveRms: 0.001, gainRatio: 0 })).toBe(false);
    // Quieter, it may just be under the noise
    expect(nextDriveRms(rig, OPEN, atOutput(1), { driveRms: 0.002, gainRatio: 0.005 }, 1)).toBeGreaterThan(0.002);
  });

  it('[LIVE-35] refuses at once what no gain makes allowed', () => {
    expect(() => {
      assertAskable(rig, OPEN, atOutput(7.6), 1);
    }).toThrow(expect.objectContaining({ kind: 'safety', code: 'output-over-limit' }));
    expect(() => {
      assertAskable(rig, OPEN, atGenerator(2.1), 1);
    }).toThrow(expect.objectContaining({ kind: 'safety', code: 'drive-over-limit' }));
    assertAskable(rig, OPEN, atOutput(7.5), 1);
  });
});
