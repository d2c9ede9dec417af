import { add, complex, divide, magnitude, multiply } from './complex.ts';
import type { Complex } from './complex.ts';

/** A network's answer to a steady sine: output over input, complex. */
export type Response = (frequencyHz: number) => Complex;

/** Resistance parallel to a capacitance: an input as its driver sees it. */
export interface InputImpedance {
  readonly ohms: number;
  readonly farads: number;
}

/** R + jωL + 1/jωC in series; `couplingFarads` null: no capacitor. */
export interface OutputImpedance {
  readonly ohms: number;
  readonly henries: number;
  readonly couplingFarads: number | null;
}

const omegaOf = (frequencyHz: number): number => 2 * Math.PI * frequencyHz;

export const parallelOhms = (a: number, b: number | null): number => (b === null ? a : (a * b) / (a + b));

export function inputImpedanceAt(input: InputImpedance, frequencyHz: number): Complex {
  return divide(complex(input.ohms), complex(1, omegaOf(frequencyHz) * input.ohms * input.farads));
}

export function outputImpedanceAt(output: OutputImpedance, frequencyHz: number): Complex {
  const omega = omegaOf(frequencyHz);
  const capacitive = output.couplingFarads === null ? 0 : -1 / (omega * output.couplingFarads);
  return complex(output.ohms, omega * output.henries + capacitive);
}

/** Volts across an input, per open-circuit volt of the source that feeds it through `sourceOhms`. */
export function driveResponse(sourceOhms: number, input: InputImpedance): Response {
  return (frequencyHz) => {
    const impedance = inputImpedanceAt(input, frequencyHz);
    return divide(impedance, add(impedance, complex(sourceOhms)));
  };
}

/**
 * The corner of the coupling capacitor with all resistance in its loop, Hz; null without a capacitor. A one-pole high-pass at this
 * corner is what `outputResponseAboveCorner` leaves out.
 */
export function couplingCornerHz(output: OutputImpedance, loadOhms: number): number | null {
  if (output.couplingFarads === null) return null;
  return 1 / (omegaOf(1) * output.couplingFarads * (output.ohms + loadOhms));
}

/** Volts across a resistive load, per volt of the output's electromotive force. */
export function outputResponse(output: OutputImpedance, loadOhms: number): Response {
  return (frequencyHz) => divide(complex(loadOhms), add(complex(loadOhms), outputImpedanceAt(output, frequencyHz)));
}

/** `outputResponse` with the one-pole high-pass at `couplingCornerHz` divided out: smooth down to 0 Hz. */
export function outputResponseAboveCorner(output: OutputImpedance, loadOhms: number): Response {
  const cornerHz = couplingCornerHz(output, loadOhms);
  const whole = outputResponse(output, loadOhms);
  if (cornerHz === null) return whole;
  // Below a thousandth of the corner the quotient no longer changes; at 0 Hz it would be 0/0
  const lowestHz = cornerHz / 1000;
  return (frequencyHz) => {
    const clamped = Math.max(frequencyHz, lowestHz);
    return multiply(whole(clamped), complex(1, -cornerHz / clamped));
  };
}

/** One-pole low-pass, 1/(1 + jf/corner). */
export function onePoleLowPass(cornerHz: number): Response {
  return (frequencyHz) => divide(complex(1), complex(1, frequencyHz / cornerHz));
}

/** A real response that falls along a cosine, from 1 at 0 Hz to 1 − `droop` at half of `sampleRateHz`. */
export function cosineDroop(droop: number, sampleRateHz: number): Response {
  return (frequencyHz) => complex(1 - (droop / 2) * (1 - Math.cos(omegaOf(frequencyHz) / sampleRateHz)));
}

/** The product of responses in series. */
export function inSeries(...responses: readonly Response[]): Response {
  return (frequencyHz) => responses.reduce((product, response) => multiply(product, response(frequencyHz)), complex(1));
}

/** Magnitude of the gain at one frequency. */
export const gainAt = (response: Response, frequencyHz: number): number => magnitude(response(frequencyHz));
