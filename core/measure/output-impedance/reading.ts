import { IMPEDANCE_HZ, type Complex, type RatioPoint } from '../impedance/pairRatio.ts';
import { outputImpedance, outputImpedanceUncertainty, type ImpedanceSetup } from './analyze.ts';
import { fitSeries, type ImpedancePoint, type SeriesFit } from './fit.ts';

/** An impedance on the grid; its `uncertaintyOhms` is that of noise alone. */
export interface ReadPoint extends ImpedancePoint {
  /** Magnitude. */
  readonly ohms: number;
}

/** What one set of ratios says of a channel. */
export interface ImpedanceReading {
  readonly points: readonly ReadPoint[];
  /** At 1 kHz. */
  readonly atReference: ReadPoint;
  /** Null where magnitudes alone are known. */
  readonly fit: SeriesFit | null;
}

/** @param leastReactanceOhms as `fitSeries` has it; null: no fit, magnitudes alone are known */
export function readImpedance(
  ratios: readonly RatioPoint[],
  setup: ImpedanceSetup,
  leastReactanceOhms: ((atReferenceOhms: number) => number) | null,
): ImpedanceReading {
  const points = ratios.map(({ frequencyHz, ratio, noiseRelative }) => {
    const impedance = outputImpedance(ratio, setup);
    const ohms = magnitude(impedance);
    const { repeatability } = outputImpedanceUncertainty(ohms, setup, noiseRelative, 0);
    return { frequencyHz, impedance, ohms, uncertaintyOhms: repeatability };
  });
  const atReference = points.find(({ frequencyHz }) => frequencyHz === IMPEDANCE_HZ) as ReadPoint;
  return {
    points,
    atReference,
    fit: leastReactanceOhms === null ? null : fitSeries(points, leastReactanceOhms(atReference.ohms)),
  };
}

const magnitude = ({ re, im }: Complex): number => Math.hypot(re, im);
