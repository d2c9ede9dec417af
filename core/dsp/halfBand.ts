/**
 * A low-pass that halves the sample rate: an elliptic half-band filter as the mean of two chains of allpass sections a + z⁻¹ over 1 + a z⁻¹ at the halved rate,
 * one for the even samples and one for the odd ones. Both bands are equally flat, so where the stopband is 10^−17.5 of the power the passband misses 1 by as
 * little; what is left is its phase, which is known exactly. Closed form after R. A. Valenzuela and A. G. Constantinides, "Digital signal processing schemes
 * for efficient interpolation and decimation", IEE Proc. G 130 (1983), 225–235.
 */
export interface HalfBand {
  /** Coefficients of the sections that the even samples pass, and of those for the odd ones: equally many. */
  readonly even: readonly number[];
  readonly odd: readonly number[];
  /** Highest frequency that passes, re the rate of the samples that go in. What lies above a half less this is stopped. */
  readonly passShare: number;
}

/** How far what folds back onto the passband is down, dB: as far as the skirt of a line. */
const STOP_DB = 175;

/** Σ terms of a theta series; q is small enough for a few of them. */
const THETA_TERMS = 8;

/** @param sections of each of the two chains */
function designHalfBand(sections: number): HalfBand {
  const order = 4 * sections + 1;
  const stop = 10 ** (-STOP_DB / 10);
  // Nomes: that of the discrimination is the one of the selectivity to the power of the order
  const nome = ((stop / (1 - stop)) ** 2 / 16) ** (1 / order);
  let top = 0;
  let bottom = 0.5;
  for (let term = 0; term < THETA_TERMS; term++) {
    top += nome ** (term * (term + 1));
    if (term > 0) bottom += nome ** (term * term);
  }
  const modulus = ((nome ** 0.25 * top) / bottom) ** 2;
  const coefficients = Array.from({ length: 2 * sections }, (_, index) => {
    let sine = 0;
    let cosine = 0.5;
    for (let term = 0; term < THETA_TERMS; term++) {
      const sign = term % 2 === 0 ? 1 : -1;
      sine += sign * nome ** (term * (term + 1)) * Math.sin(((2 * term + 1) * Math.PI * (index + 1)) / order);
      if (term > 0) cosine += sign * nome ** (term * term) * Math.cos((2 * term * Math.PI * (index + 1)) / order);
    }
    const square = ((nome ** 0.25 * sine) / cosine) ** 2;
    const root = Math.sqrt((1 - square * modulus) * (1 - square / modulus)) / (1 + square);
    return (1 - root) / (1 + root);
  });
  return {
    even: coefficients.filter((_, index) => index % 2 === 1),
    odd: coefficients.filter((_, index) => index % 2 === 0),
    passShare: Math.atan(Math.sqrt(modulus)) / Math.PI,
  };
}

/** Passes up to 0.12 of the rate that goes in. */
const WIDE = designHalfBand(3);
/** Passes up to 0.217 of the rate that goes in: 20.8 kHz of 96 kHz. */
const STEEP = designHalfBand(6);

/** The filters one after the other that halve a rate for as often as a band up to `highestHz` stays whole, and at most so many. */
export function halvingsFor(highestHz: number, sampleRateHz: number, most: number): readonly HalfBand[] {
  const filters: HalfBand[] = [];
  for (let rateHz = sampleRateHz; filters.length < most && highestHz <= STEEP.passShare * rateHz; rateHz /= 2)
    filters.push(highestHz <= WIDE.passShare * rateHz ? WIDE : STEEP);
  return filters;
}

/** (a + u)/(1 + a u) for each of the sections, one after the other: re, im. */
function throughSections(sections: readonly number[], re: number, im: number): [re: number, im: number] {
  let productRe = 1;
  let productIm = 0;
  for (const a of sections) {
    const topRe = a + re;
    const bottomRe = 1 + a * re;
    const bottomIm = a * im;
    const square = bottomRe * bottomRe + bottomIm * bottomIm;
    const ratioRe = (topRe * bottomRe + im * bottomIm) / square;
    const ratioIm = (im * bottomRe - topRe * bottomIm) / square;
    const nextRe = productRe * ratioRe - productIm * ratioIm;
    productIm = productRe * ratioIm + productIm * ratioRe;
    productRe = nextRe;
  }
  return [productRe, productIm];
}

/** Response of one filter at an angle of 2πf over the rate that goes in, an output counting from the time of its even sample: re, im. */
export function halfBandResponse({ even, odd }: HalfBand, radians: number): [re: number, im: number] {
  const cos = Math.cos(radians);
  const sin = Math.sin(radians);
  // One sample at the halved rate
  const delayRe = 2 * cos * cos - 1;
  const delayIm = -2 * sin * cos;
  const [evenRe, evenIm] = throughSections(even, delayRe, delayIm);
  const [oddRe, oddIm] = throughSections(odd, delayRe, delayIm);
  // The odd sample comes one later
  return [(evenRe + oddRe * cos - oddIm * sin) / 2, (evenIm + oddRe * sin + oddIm * cos) / 2];
}
