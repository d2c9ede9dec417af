import { AmpbenchError } from '../errors.ts';
import type { Curve } from '../interchange/curve.ts';
import type { Headphone } from './headphone.ts';

/** What is heard. */
const BAND_HZ = [20, 20_000] as const;

/**
 * The headphone with the impedance of a measured curve, 20 Hz to 20 kHz, in place of the library's.
 * @param curve in ohms
 * @param place the curve's file, which becomes a source
 * @throws AmpbenchError `data/impedance-curve-invalid` where no point lies in the band, or one is 0
 */
export function withImpedanceCurve(headphone: Headphone, curve: Curve, place: string): Headphone {
  const { frequenciesHz, values } = curve;
  const heard = frequenciesHz.flatMap((frequencyHz, index) =>
    frequencyHz >= BAND_HZ[0] && frequencyHz <= BAND_HZ[1] ? [{ frequencyHz, ohms: values[index] }] : [],
  );
  const refuse = (what: string): never => {
    throw new AmpbenchError('data', 'impedance-curve-invalid', `${place} ${what}`, { place });
  };
  if (heard.length === 0) refuse(`has no point from ${BAND_HZ[0]} to ${BAND_HZ[1]} Hz`);
  const peak = heard.reduce((a, b) => (b.ohms > a.ohms ? b : a));
  const least = heard.reduce((a, b) => (b.ohms < a.ohms ? b : a));
  if (least.ohms === 0) refuse(`is 0 ohm at ${least.frequencyHz} Hz but a headphone's impedance must be over 0`);
  const source = `${place}, ${heard[0].frequencyHz} Hz to ${heard[heard.length - 1].frequencyHz} Hz`;
  return {
    ...headphone,
    impedance: { minOhms: least.ohms, maxOhms: peak.ohms, peakHz: peak.frequencyHz, minIsNominal: false, source },
    sources: [...headphone.sources, source],
  };
}
