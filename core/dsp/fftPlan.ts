/**
 * A real Fourier transform of one size, with its own working memory: fill one view, call, read another. Nothing is allocated by a call. The views share
 * memory, so each is valid only until the next call, and a call spoils what it was given.
 */
export interface RealFftPlan {
  /** Number of samples: 1, 3, 5 or 7 times a power of two. */
  readonly size: number;
  /** What the plan keeps allocated. */
  readonly bytes: number;
  /** `size` samples: what `forward` takes and `inverse` leaves. */
  readonly samples: Float64Array;
  /** Bins 0 … size/2 as re, im: what `forward` leaves and `inverse` takes. */
  readonly bins: Float64Array;
  /** size/2 + 1 values: what `forwardPower` leaves. */
  readonly power: Float64Array;
  /** bins[k] = Σ samples[n] e^(−2πi kn/size), unscaled. */
  readonly forward: () => void;
  /** power[k] = |amplitudeScale · Σ samples[n] e^(−2πi kn/size)|². */
  readonly forwardPower: (amplitudeScale: number) => void;
  /** The samples whose `forward` the bins are; the imaginary parts of the first and the last bin are taken as 0. */
  readonly inverse: () => void;
}
