import { dbFromRatio } from '../../units/decibel.ts';
import { bandName } from '../checkBand.ts';
import { thdnOf, type ThdnAnalysis } from './analyze.ts';
import { methodPower, THDN_METHODS, type ThdnDenominator, type ThdnMethod } from './methods.ts';
import { residualBy, type Residual } from './residual.ts';

/** One method's reading of a capture, and why it differs from the reading that takes out the tone alone. */
export interface MethodReading {
  readonly method: ThdnMethod;
  readonly definitionId: string;
  readonly thdnRatio: number;
  /** k = 2. */
  readonly thdnUncertainty: number;
  /** Re the method `lobe`. */
  readonly differenceDb: number;
  /** For a person: what it takes off. */
  readonly text: string;
}

/** A difference that is too small to explain, dB. */
const LEAST_DB = 0.005;

/** The same capture read by all methods. */
export function compareMethods(
  analysis: ThdnAnalysis,
  bandHz: readonly [number, number],
  denominator: ThdnDenominator,
): MethodReading[] {
  const { tone, harmonics, totalRms } = analysis;
  const parts = { tone, bandHz, harmonics };
  const denominatorPower = denominator === 'total' ? totalRms ** 2 : tone.rms ** 2;
  const whole = residualBy(parts, 'lobe');
  return THDN_METHODS.map((method) => {
    const residual = method === 'lobe' ? whole : residualBy(parts, method);
    const { ratio, uncertainty } = thdnOf(residual, tone.rms ** 2, denominatorPower);
    return {
      method,
      definitionId: `thdn.${method}.${denominator}.${bandName(bandHz)}`,
      thdnRatio: ratio,
      thdnUncertainty: uncertainty,
      differenceDb: whole.power > 0 ? dbFromRatio(Math.sqrt(residual.power / whole.power)) : 0,
      text: reasonFor(method, analysis, whole, residual),
    };
  });
}

function reasonFor(method: ThdnMethod, { tone, harmonics }: ThdnAnalysis, whole: Residual, residual: Residual): string {
  if (method === 'lobe') return `takes out ±${tone.halfWidthHz.toFixed(0)} Hz around the tone and nothing else`;
  const taken = harmonics
    .filter(({ isBound }) => !isBound)
    .map(({ order, frequencyHz }) => ({
      order,
      db: -10 * Math.log10(methodPower(method, frequencyHz, tone.frequencyHz)),
    }))
    .filter(({ db }) => db >= LEAST_DB)
    .map(({ order, db }) => `${db.toFixed(2)} dB off H${order}`);
  const noiseDb =
    whole.noisePower > 0 && residual.noisePower > 0 ? 10 * Math.log10(whole.noisePower / residual.noisePower) : 0;
  if (noiseDb >= LEAST_DB) taken.push(`${noiseDb.toFixed(2)} dB off the noise`);
  const what =
    method === 'octave'
      ? 'counts the octave around the tone as tone'
      : method === 'aes17-notch'
        ? 'takes the tone out with a notch of Q 2'
        : 'takes the tone out with a band reject';
  return taken.length === 0 ? `${what}, and nothing else with it here` : `${what}, and ${taken.join(', ')} with it`;
}
