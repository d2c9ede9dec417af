import { describe, expect, it } from 'vitest';
import {
  couplingCornerHz,
  driveResponse,
  inputImpedanceAt,
  outputResponse,
  outputResponseAboveCorner,
} from '../../core/simulate/circuit.ts';
import { magnitude } from '../../core/simulate/complex.ts';
import { expectClose } from '../expectClose.ts';

const hpa1Input = { ohms: 46e3, farads: 98e-12 };

describe('circuit', () => {
  it('46 kΩ ∥ 98 pF is 46 kΩ at 1 kHz and 40 kΩ at 20 kHz', () => {
    const rounded = { within: 60, unit: 'Ω', because: 'the published values are rounded to 1 kΩ' };
    expectClose(magnitude(inputImpedanceAt(hpa1Input, 1000)), 46e3, rounded);
    expectClose(magnitude(inputImpedanceAt(hpa1Input, 20000)), 40e3, rounded);
  });

  it('divides 300 Ω into 46 kΩ: 0.056 dB', () => {
    const loss = -20 * Math.log10(magnitude(driveResponse(300, { ohms: 46e3, farads: 0 })(1000)));
    expectClose(loss, 20 * Math.log10(46300 / 46000), { within: 1e-12, unit: 'dB', because: 'f64 rounding' });
  });

  it('0.1 Ω + 2 µH into 33 Ω at 20 kHz: |Z| 0.270 Ω, but the magnitudes alone say 0.101 Ω', () => {
    const output = { ohms: 0.1, henries: 2e-6, couplingFarads: null };
    const loaded = magnitude(outputResponse(output, 33)(20000));
    expectClose(33 * (1 / loaded - 1), 0.101, {
      within: 0.0005,
      unit: 'Ω',
      because: 'the known figure is rounded to 1 mΩ',
    });
  });

  it('splits a coupling capacitor into its corner and a smooth rest', () => {
    const output = { ohms: 10, henries: 2e-6, couplingFarads: 220e-6 };
    const cornerHz = couplingCornerHz(output, 32) ?? NaN;
    expectClose(cornerHz, 1 / (2 * Math.PI * 220e-6 * 42), { within: 1e-9, unit: 'Hz', because: 'f64 rounding' });
    const whole = outputResponse(output, 32);
    const rest = outputResponseAboveCorner(output, 32);
    for (const frequencyHz of [1, 17, 100, 20000, 150000]) {
      const highPass = 1 / Math.hypot(1, cornerHz / frequencyHz);
      expectClose(magnitude(rest(frequencyHz)) * highPass, magnitude(whole(frequencyHz)), {
        within: 1e-9,
        unit: 'ratio',
        because: 'f64 rounding',
      });
    }
    expect(Number.isFinite(magnitude(rest(0)))).toBe(true);
  });
});
