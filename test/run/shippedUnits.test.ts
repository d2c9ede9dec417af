import { describe, expect, it } from 'vitest';
import { k7 } from '../../core/simulate/duts/k7.ts';
import { mojo2 } from '../../core/simulate/duts/mojo2.ts';
import { zenCan } from '../../core/simulate/duts/zenCan.ts';
import { studio384 } from '../../core/simulate/interfaces/studio384.ts';
import { usb192 } from '../../core/simulate/interfaces/usb192.ts';
import { LOAD_DRAWER } from '../../core/simulate/loads.ts';
import { at, benchOf, shippedCard, damageOf, RUN_TIMEOUT_MS, verdictsOf, verify } from './unitBench.ts';

const STUDIO_96 = at(96000, studio384);
const USB_96 = at(96000, usb192);

describe(
  'each shipped card of a simulated unit runs to a table on a fitting bench',
  { timeout: RUN_TIMEOUT_MS },
  () => {
    it('[SIM-6] Mojo 2 by its card: a DAC and amplifier with a digital input only', () => {
      const run = verify(shippedCard('chord-mojo-2'), benchOf(mojo2, USB_96, LOAD_DRAWER));
      expect(verdictsOf(run)).toEqual([
        'fail (exceeds)',
        'fail (exceeds)',
        'fail (exceeds)',
        'manual (not-electrical)',
      ]);
      expect(damageOf(run)).toEqual([]);
      // 73 mW, 565 mW and 4.74 V, all of them what its own limits give
      expect(run.wirings.map(({ drive, loadOhms }) => [drive, loadOhms])).toEqual([
        ['analogue', null],
        ['digital', null],
        ['digital', 30],
        ['digital', 300],
      ]);
    });

    it('[SIM-6] K7 by its card: the balanced one of two outputs, at its highest gain', () => {
      const run = verify(shippedCard('fiio-k7'), benchOf(k7, STUDIO_96, LOAD_DRAWER));
      expect(verdictsOf(run)).toEqual(['pass (within)']);
      expect(run.wirings.at(-1)).toMatchObject({ drive: 'digital', output: 'balanced headphone output', loadOhms: 32 });
      expect(damageOf(run)).toEqual([]);
    });

    it('[SIM-6] K7 on single-ended inputs: refused before anything plays', () => {
      const run = verify(shippedCard('fiio-k7'), benchOf(k7, USB_96, LOAD_DRAWER));
      expect(run.claims[0].verdict).toBe('not-verifiable');
      expect(run.steps).toEqual([]);
    });

    it('[SIM-6] ZEN CAN by its card: four gains, one after another', () => {
      const run = verify(shippedCard('ifi-zen-can'), benchOf(zenCan, USB_96, LOAD_DRAWER));
      expect(verdictsOf(run)).toEqual(new Array(4).fill('pass (within)'));
      expect(run.wirings.slice(1).map(({ gain }) => gain)).toEqual(['0 dB', '6 dB', '12 dB', '18 dB']);
    });
  },
);
