import type { AmpOutput, OutputPoint } from '../../core/headphone/ampOutput.ts';
import type { Headphone } from '../../core/headphone/headphone.ts';

/** An amp of which nothing is known but what a test says. */
export function amp(known: Partial<AmpOutput>): AmpOutput {
  return {
    name: 'Amp',
    basis: 'published',
    simulated: false,
    points: [],
    maxAmperesRms: null,
    outputOhms: null,
    gainRatio: null,
    isFedByVolts: false,
    noise: null,
    remarks: [],
    ...known,
  };
}

/** Exactly so many volts into a load; Infinity ohms: without one. */
export const point = (loadOhms: number, voltsRms: number): OutputPoint => ({
  loadOhms,
  voltsRms: { low: voltsRms, high: voltsRms },
});

/** 100 dB SPL at 1 V, 50 ohms. */
export const HEADPHONE: Headphone = {
  name: 'Headphone',
  nominalOhms: 50,
  sensitivity: [{ dbPerVolt: 100, text: '100 dB SPL at 1 V, as published' }],
  impedance: null,
  sources: ['a test'],
};
