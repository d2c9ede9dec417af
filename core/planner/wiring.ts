import type { Wiring } from './plan.ts';

/** The DUT between the interface's outputs and inputs, with nothing on its output but the interface. */
export const OPEN: Wiring = {
  path: 'dut',
  drive: 'analogue',
  input: null,
  output: null,
  gain: null,
  loadOhms: null,
  seriesOhms: 0,
};

/** The interface's outputs straight to its inputs. */
export const LOOPBACK: Wiring = { ...OPEN, path: 'loopback' };
