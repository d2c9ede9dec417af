import { AmpbenchError } from '../errors.ts';

/**
 * The band a person asked for, if a capture holds it.
 * @throws AmpbenchError `usage/band-empty`, `data/band-above-nyquist`
 */
export function checkBand(
  bandHz: readonly [number, number],
  sampleRateHz: number,
  kind: string,
): readonly [number, number] {
  const [lowHz, highHz] = bandHz;
  if (lowHz >= highHz)
    throw new AmpbenchError(
      'usage',
      'band-empty',
      `the band begins at ${lowHz} Hz and must end above it, not at ${highHz} Hz, in ${kind}`,
      { lowHz, highHz },
    );
  if (highHz > sampleRateHz / 2)
    throw new AmpbenchError(
      'data',
      'band-above-nyquist',
      `the band ends at ${highHz} Hz but must end below ${sampleRateHz / 2} Hz, half of sampleRateHz ${sampleRateHz}, in ${kind}`,
      { highHz, sampleRateHz },
      'Record at a higher sample rate, or ask for a narrower band.',
    );
  return bandHz;
}

/** `20-20k`: a band as definition ids write it. */
export function bandName([lowHz, highHz]: readonly [number, number]): string {
  const short = (hz: number): string => (hz >= 1000 ? `${hz / 1000}k` : `${hz}`);
  return `${short(lowHz)}-${short(highHz)}`;
}
