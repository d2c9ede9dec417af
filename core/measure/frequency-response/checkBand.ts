import { AmpbenchError } from '../../errors.ts';

/** @throws AmpbenchError `usage/band` unless the band rises and ends below half the sample rate */
export function checkBand(bandHz: readonly [number, number] | undefined, sampleRateHz: number, kind: string): void {
  if (bandHz === undefined) return;
  const [lowHz, highHz] = bandHz;
  if (lowHz > 0 && lowHz < highHz && highHz <= sampleRateHz / 2) return;
  throw new AmpbenchError(
    'usage',
    'band',
    `bandHz is ${lowHz} to ${highHz} but must rise from above 0 to at most ${sampleRateHz / 2}, half of sampleRateHz, in ${kind}`,
    { lowHz, highHz, sampleRateHz },
  );
}
