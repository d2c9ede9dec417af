/** Least length of every ramp on a start, stop or change of level: clicks hurt ears and drivers. */
export const RAMP_SECONDS = 0.02;

/** Raised-cosine share of a ramp: 0 at 0, 1 at 1, no step in value or slope. */
export const raisedCosine = (share: number): number => 0.5 - 0.5 * Math.cos(Math.PI * Math.min(Math.max(share, 0), 1));

/** Fades the first and last `rampFrames` of a signal in place. */
export function fadeEnds(samples: Float64Array, rampFrames: number): void {
  for (let index = 0; index < Math.min(rampFrames, samples.length); index++) {
    const share = raisedCosine(index / rampFrames);
    samples[index] *= share;
    samples[samples.length - 1 - index] *= share;
  }
}
