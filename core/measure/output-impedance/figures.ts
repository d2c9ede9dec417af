import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import type { Figure } from '../../result/figure.ts';
import { IMPEDANCE_HZ } from '../impedance/pairRatio.ts';
import type { ImpedanceSetup } from './analyze.ts';
import type { ImpedanceChance } from './chance.ts';
import type { ImpedanceReading } from './reading.ts';

/** What an output impedance was measured with. */
export interface ImpedanceBench extends ImpedanceSetup {
  /** Relative, k = 2. */
  readonly loadTolerance: number;
  readonly isComplex: boolean;
  readonly definitionId: string;
  readonly sampleRateHz: number;
}

type About = Pick<Figure, 'channel' | 'definitionId' | 'conditions'>;

/** The time reference's edges agree between the captures to this, k = 2. */
const ALIGNMENT_SECONDS = 1e-9;

/** |Z| at 1 kHz, and R, L and C of the fit. */
export function impedanceFigures(
  { atReference, fit }: ImpedanceReading,
  chance: ImpedanceChance,
  { loadOhms, loadTolerance }: ImpedanceBench,
  about: About,
): Figure[] {
  const parts = (value: number, repeatability: number) =>
    [
      { source: 'repeatability', value: repeatability },
      { source: 'load-tolerance', value: Math.abs(value) * loadTolerance },
    ] as const;
  const magnitude = makeFigure({
    ...about,
    id: 'output-impedance',
    value: atReference.ohms,
    unit: 'ohm',
    conditions: { ...about.conditions, frequencyHz: IMPEDANCE_HZ },
    parts: parts(atReference.ohms, chance.atReferenceOhms),
    flags: fit === null ? ['magnitude-only'] : [],
  });
  const capacitance = { ...about, id: 'output-capacitance', unit: 'F' } as const;
  if (fit === null) return [magnitude, ...absentFigures(about)];
  const { resistanceOhms, inductanceHenry, capacitanceFarad } = fit;
  return [
    magnitude,
    makeFigure({
      ...about,
      id: 'output-resistance',
      value: resistanceOhms,
      unit: 'ohm',
      parts: parts(resistanceOhms, chance.resistanceOhms),
    }),
    makeFigure({
      ...about,
      id: 'output-inductance',
      value: inductanceHenry,
      unit: 'H',
      parts: [
        ...parts(inductanceHenry, chance.inductanceHenry),
        { source: 'method', value: loadOhms * ALIGNMENT_SECONDS },
      ],
    }),
    capacitanceFarad === null || chance.capacitanceFarad === null
      ? absentFigure(capacitance, 'not-seen', 'no coupling capacitor is seen')
      : makeFigure({
          ...capacitance,
          value: capacitanceFarad,
          parts: parts(capacitanceFarad, chance.capacitanceFarad),
        }),
  ];
}

function absentFigures(about: About): Figure[] {
  const absent = [
    ['output-resistance', 'ohm'],
    ['output-inductance', 'H'],
    ['output-capacitance', 'F'],
  ] as const;
  return absent.map(([id, unit]) =>
    absentFigure({ ...about, id, unit }, 'no-time-reference', 'needs a common time reference in both captures'),
  );
}
