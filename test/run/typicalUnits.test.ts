import { describe, expect, it } from 'vitest';
import { lineDac } from '../../core/simulate/duts/lineDac.ts';
import { portable } from '../../core/simulate/duts/portable.ts';
import { speakerThroughResistors } from '../../core/simulate/duts/speakerThroughResistors.ts';
import { studio384 } from '../../core/simulate/interfaces/studio384.ts';
import { usb192 } from '../../core/simulate/interfaces/usb192.ts';
import { LOAD_DRAWER } from '../../core/simulate/loads.ts';
import { at, benchOf, cardOf, damageOf, RUN_TIMEOUT_MS, verdictsOf, verify } from './unitBench.ts';

const STUDIO_96 = at(96000, studio384);
const USB_96 = at(96000, usb192);

describe('each typical unit runs to a table on a fitting bench', { timeout: RUN_TIMEOUT_MS }, () => {
  it('[SIM-6] a plain DAC: what the bench can see passes, what its own noise hides does not fail', () => {
    const spec = cardOf(
      'dac',
      'Output level: 2 V',
      'Output impedance: 100 Ω',
      'THD+N: < 0.001 % (1 kHz, 0 dBFS)',
      'Channel separation: 100 dB (1 kHz)',
      'Dynamic range: 118 dB (A-weighted)',
      'Output level: 2.5 V',
    );
    const run = verify(spec, benchOf(lineDac, STUDIO_96, LOAD_DRAWER));
    expect(verdictsOf(run)).toEqual([
      'pass (within)',
      'pass (within)',
      'pass (within)',
      'pass (within)',
      'inconclusive (baseline-limited)',
      'fail (exceeds)',
    ]);
    expect(damageOf(run)).toEqual([]);
  });

  it('[SIM-6] a portable amplifier: its volts pass, its current does not', () => {
    const spec = cardOf(
      'amp',
      'Output power: 25 mW into 300 Ω',
      'Output power: 110 mW into 16 Ω',
      'Output impedance: < 2 Ω',
    );
    const run = verify(spec, benchOf(portable, USB_96, LOAD_DRAWER));
    expect(verdictsOf(run)).toEqual(['pass (within)', 'fail (exceeds)', 'pass (within)']);
    expect(damageOf(run)).toEqual([]);
  });

  it('[SIM-6] a receiver’s jack behind 100 Ω: its output impedance is found, and a lower one refuted', () => {
    const spec = cardOf('amp', 'Output impedance: 100 Ω', 'Output impedance: < 10 Ω', 'Output power: 50 mW into 32 Ω');
    const run = verify(spec, benchOf(speakerThroughResistors, USB_96, LOAD_DRAWER));
    expect(verdictsOf(run)).toEqual(['pass (within)', 'fail (exceeds)', 'pass (within)']);
    expect(damageOf(run)).toEqual([]);
  });
});
