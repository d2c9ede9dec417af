import { describe, expect, it } from 'vitest';
import { OPEN } from '../../core/planner/wiring.ts';
import { k7 } from '../../core/simulate/duts/k7.ts';
import { mojo2 } from '../../core/simulate/duts/mojo2.ts';
import { portable } from '../../core/simulate/duts/portable.ts';
import { zenCan } from '../../core/simulate/duts/zenCan.ts';
import { expectClose } from '../expectClose.ts';
import { aurisEuterpe } from './duts/aurisEuterpe.ts';
import { rogueRh5 } from './duts/rogueRh5.ts';
import { toppingA50s } from './duts/toppingA50s.ts';
import { distortionAt, idealWith, maximumVoltsRms } from './maximumOutput.ts';

const model = idealWith(8, 16, 32, 250, 300, 600);
const analogue = (loadOhms: number | null) => ({ ...OPEN, loadOhms });
const digital = (loadOhms: number | null) => ({ ...OPEN, drive: 'digital', loadOhms }) as const;
const printed = (decimals: number): { within: number; unit: string; because: string } => ({
  within: decimals,
  unit: 'V or W',
  because: 'half of the last printed digit; the Euterpe: 2 % of the model and a drive stepped by 0.4 %',
});

describe('devices give the maxima they were measured at', () => {
  it.each([
    [null, 7.5, 0.05],
    [300, 7.38, 0.005],
    [16, 4.02, 0.02],
  ])('[SIM-5] ZEN CAN into %s Ω: %d V', (loadOhms, voltsRms, within) => {
    expectClose(maximumVoltsRms(zenCan, model, analogue(loadOhms), 2), voltsRms, printed(within));
  });

  it.each([
    [600, 0.037, 0.0005],
    [32, 0.54, 0.005],
    [8, 0.63, 0.005],
  ])('[SIM-5] Mojo 2 into %d Ω: %d W, by its digital input', (loadOhms, watts, within) => {
    const voltsRms = maximumVoltsRms(mojo2, model, digital(loadOhms), 1);
    expectClose(voltsRms ** 2 / loadOhms, watts, printed(within));
  });

  it('[SIM-5] Mojo 2 is clean at 4.7 V without load, and 0 dBFS asks for more than it has', () => {
    const voltsRms = maximumVoltsRms(mojo2, model, digital(null), 1);
    expectClose(voltsRms, 4.75, {
      within: 0.055,
      unit: 'V',
      because: 'printed 4.7, which 4.7 to 4.8 of 37 mW/600 Ω fits',
    });
    expect(distortionAt(mojo2, model, digital(null), 1).ratio).toBeGreaterThan(0.03);
  });

  it('[SIM-5] K7 gives its 2 W into 32 Ω at the balanced output only', () => {
    const watts = (output: string): number =>
      maximumVoltsRms(k7, model, { ...digital(32), output, gain: 'high' }, 1) ** 2 / 32;
    expect(watts('balanced')).toBeGreaterThan(2);
    expect(watts('single-ended')).toBeLessThan(0.7);
  });

  it('[SIM-5] the portable one has volts for 300 Ω, and for 16 Ω its 60 mA', () => {
    expectClose(maximumVoltsRms(portable, model, analogue(300), 2), 2.79, printed(0.005));
    expectClose(maximumVoltsRms(portable, model, analogue(16), 2) / 16, 0.06, { ...printed(0.0005), unit: 'A' });
  });

  it.each([
    ['Rogue RH-5', 32, 0.005, 1.9, 0.05, rogueRh5],
    ['Rogue RH-5', 32, 0.01, 2, 0.05, rogueRh5],
    ['Topping A50s', 250, 0.01, 0.332, 0.001, toppingA50s],
    ['Auris Euterpe', 32, 0.01, 0.025, 0.001, aurisEuterpe],
    ['Auris Euterpe', 32, 0.03, 0.2, 0.008, aurisEuterpe],
    ['Auris Euterpe', 32, 0.05, 0.425, 0.01, aurisEuterpe],
  ])('[SIM-5] %s into %d Ω at a THD of %d: %d W', (_name, loadOhms, ratio, watts, within, dut) => {
    const voltsRms = maximumVoltsRms(dut, model, analogue(loadOhms), 2.2, ratio);
    expectClose(voltsRms ** 2 / loadOhms, watts, printed(within));
  });

  it('[SIM-4] a limit that falls with the load says nothing of the output impedance', () => {
    // From the two maxima one would read 4.9 Ω
    const { voltsRms } = distortionAt(zenCan, model, { ...analogue(16), gain: '0 dB' }, 0.5);
    const open = distortionAt(zenCan, model, { ...analogue(null), gain: '0 dB' }, 0.5).voltsRms;
    expectClose(16 * (open / voltsRms - 1), 0.55, {
      within: 0.01,
      unit: 'Ω',
      because: 'filters of 0.03 % on a voltage that drops by 3.3 %',
    });
  });
});
