/** A seeded source of random numbers; the same seed gives the same numbers on every machine. */
export interface RandomSource {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Normal, mean 0, variance 1. */
  gaussian(): number;
  /** A source of its own, fixed by this one's seed and `label`. */
  derive(label: string): RandomSource;
}

/** FNV-1a, 32 bits: spreads a label over the seed space. */
function hashLabel(seed: number, label: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < label.length; index++) {
    hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}

/**
 * sfc32 (small fast counter, a public-domain design by C. Doty-Humphrey): 128 bits of state, passes PractRand.
 * Gaussians by Marsaglia's polar method.
 */
export function createRandom(seed: number): RandomSource {
  let a = hashLabel(seed, 'a');
  let b = hashLabel(seed, 'b');
  let c = hashLabel(seed, 'c');
  let counter = 1;
  const nextUint32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) nextUint32();
  const uniform = (): number => nextUint32() / 4294967296;
  let spare: number | null = null;
  const gaussian = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    for (;;) {
      const x = nextUint32() / 2147483648 - 1;
      const y = nextUint32() / 2147483648 - 1;
      const s = x * x + y * y;
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * Math.log(s)) / s);
        spare = y * factor;
        return x * factor;
      }
    }
  };
  return { uniform, gaussian, derive: (label) => createRandom(hashLabel(seed, label)) };
}
