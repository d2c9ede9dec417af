import { AmpbenchError } from '../errors.ts';

/**
 * Refuses a frequency that a rate cannot hold.
 * @param what names it: `the upper tone`
 * @throws AmpbenchError `data/frequency-above-nyquist`
 */
export function checkFrequency(frequencyHz: number, sampleRateHz: number, what: string, kind: string): void {
  if (frequencyHz < sampleRateHz / 2) return;
  throw new AmpbenchError(
    'data',
    'frequency-above-nyquist',
    `${what} is ${frequencyHz} Hz but must be below ${sampleRateHz / 2} Hz (half of sampleRateHz ${sampleRateHz}) in ${kind}`,
    { frequencyHz, sampleRateHz },
    'Use a higher sample rate.',
  );
}
