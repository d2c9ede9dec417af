import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import type { Figure } from '../../result/figure.ts';
import { AmpbenchError } from '../../errors.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, CurveColumns, KindDefinition } from '../analysis.ts';
import { inOrder, missingChannel } from '../frequency-response/missingChannel.ts';
import { sweepTakes } from '../frequency-response/stimulus.ts';
import {
  DRIFT_RELATIVE,
  IMPEDANCE_BAND_HZ,
  IMPEDANCE_HZ,
  MAGNITUDE_ONLY_HZ,
  pairRatios,
  type RatioPoint,
} from '../impedance/pairRatio.ts';
import type { MeasureSettings } from '../settings.ts';
import { outputImpedance as impedanceOf, outputImpedanceUncertainty, type ImpedanceSetup } from './analyze.ts';
import { fitSeries, type ImpedancePoint } from './fit.ts';

const KIND = 'output-impedance';
const ROLES = ['open', 'loaded'] as const;
/** The time reference's edges agree between the captures to this, k = 2. */
const ALIGNMENT_SECONDS = 1e-9;

/** Output impedance from a sweep without and with a load. docs/spec/output-impedance.md. */
export const outputImpedance: KindDefinition = {
  kind: KIND,
  title: 'Output impedance',
  options: ['bandHz', 'seconds', 'points', 'loadOhms', 'loadTolerance', 'interfaceOhms', 'timeReferenceChannel'],
  roles: ROLES,
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) => sweepTakes(settings, bench, ROLES, IMPEDANCE_BAND_HZ),
  analyze,
};

interface Bench extends ImpedanceSetup {
  readonly loadTolerance: number;
  readonly isComplex: boolean;
  readonly definitionId: string;
  readonly sampleRateHz: number;
}

function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const { loadOhms, loadTolerance = 0, interfaceOhms = Infinity } = settings;
  if (loadOhms === undefined)
    throw new AmpbenchError('usage', 'setting-missing', `${KIND} needs loadOhms`, { kind: KIND }, 'Give --load-ohms.');
  const { channels, missing, isComplex, clock, sampleRateHz, frames } = pairRatios(input, ROLES, settings, KIND);
  const definitionId = isComplex ? `${KIND}.open-loaded.complex` : `${KIND}.open-loaded.magnitude`;
  const bench = { loadOhms, inputOhms: interfaceOhms, loadTolerance, isComplex, definitionId, sampleRateHz };
  return {
    kind: KIND,
    schemaVersion: 1,
    sampleRateHz,
    frames,
    definitionId,
    channels: inOrder([
      ...channels.map(({ channel, points }) => analyzeChannel(channel, points, bench)),
      ...missing.map((channel) => missingChannel(channel, KIND, 'ohm', definitionId, sampleRateHz)),
    ]),
    clock,
    integrity: [],
  };
}

/** An impedance with what the load's tolerance adds. */
interface ReadPoint extends ImpedancePoint {
  readonly ohms: number;
  /** k = 2 of the magnitude: noise, drift, load. */
  readonly totalUncertaintyOhms: number;
}

function readPoint({ frequencyHz, ratio, noiseRelative }: RatioPoint, bench: Bench): ReadPoint {
  const impedance = impedanceOf(ratio, bench);
  const ohms = Math.hypot(impedance.re, impedance.im);
  const noise = outputImpedanceUncertainty(ohms, bench, noiseRelative, bench.loadTolerance);
  const drift = outputImpedanceUncertainty(ohms, bench, DRIFT_RELATIVE, 0);
  return {
    frequencyHz,
    impedance,
    ohms,
    uncertaintyOhms: noise.repeatability,
    totalUncertaintyOhms: Math.hypot(noise.repeatability, noise.load, drift.repeatability),
  };
}

function analyzeChannel(channel: number, ratios: readonly RatioPoint[], bench: Bench): ChannelAnalysis {
  const { loadOhms, loadTolerance, isComplex, definitionId, sampleRateHz } = bench;
  const points = ratios.map((point) => readPoint(point, bench));
  const about = { channel: String(channel), definitionId, conditions: { loadOhms, sampleRateHz } };
  const atReference = points.find(({ frequencyHz }) => frequencyHz === IMPEDANCE_HZ) as ReadPoint;
  const drift = (loadOhms + atReference.ohms) * DRIFT_RELATIVE;
  if (atReference.impedance.re < -atReference.totalUncertaintyOhms) {
    const text = 'the output is higher with the load than without: are the captures swapped?';
    const absent = absentFigure({ ...about, id: KIND, unit: 'ohm' }, 'loaded-above-open', text);
    return { channel, figures: { [KIND]: absent }, curves: {}, flags: ['loaded-above-open'] };
  }
  const isSeen = atReference.ohms > atReference.totalUncertaintyOhms;
  const figures: Figure[] = [
    makeFigure({
      ...about,
      id: KIND,
      value: atReference.ohms,
      unit: 'ohm',
      conditions: { ...about.conditions, frequencyHz: IMPEDANCE_HZ },
      parts: [
        { source: 'repeatability', value: Math.hypot(atReference.uncertaintyOhms, drift) },
        { source: 'load-tolerance', value: atReference.ohms * loadTolerance },
      ],
      flags: isComplex ? [] : ['magnitude-only'],
    }),
    ...(isComplex ? fittedFigures(points, drift, bench, about) : absentFigures(about)),
  ];
  return {
    channel,
    figures: Object.fromEntries(figures.map((figure) => [figure.id, figure])),
    curves: curvesOf(points, bench),
    flags: [...(isComplex ? [] : ['magnitude-only']), ...(isSeen ? [] : ['load-not-seen'])],
  };
}

type About = Pick<Figure, 'channel' | 'definitionId' | 'conditions'>;

function fittedFigures(points: readonly ReadPoint[], drift: number, bench: Bench, about: About): Figure[] {
  const { loadOhms, loadTolerance } = bench;
  const fit = fitSeries(points, drift);
  const capacitance = { ...about, id: 'output-capacitance', unit: 'F' } as const;
  return [
    makeFigure({
      ...about,
      id: 'output-resistance',
      value: fit.resistanceOhms,
      unit: 'ohm',
      parts: [
        { source: 'repeatability', value: Math.hypot(fit.resistanceUncertaintyOhms, drift) },
        { source: 'load-tolerance', value: Math.abs(fit.resistanceOhms) * loadTolerance },
      ],
    }),
    makeFigure({
      ...about,
      id: 'output-inductance',
      value: fit.inductanceHenry,
      unit: 'H',
      parts: [
        { source: 'repeatability', value: fit.inductanceUncertaintyHenry },
        { source: 'load-tolerance', value: Math.abs(fit.inductanceHenry) * loadTolerance },
        { source: 'method', value: loadOhms * ALIGNMENT_SECONDS },
      ],
    }),
    fit.capacitanceFarad === null || fit.capacitanceUncertaintyFarad === null
      ? absentFigure(capacitance, 'not-seen', 'no coupling capacitor is seen')
      : makeFigure({
          ...capacitance,
          value: fit.capacitanceFarad,
          parts: [
            { source: 'repeatability', value: fit.capacitanceUncertaintyFarad },
            { source: 'load-tolerance', value: fit.capacitanceFarad * loadTolerance },
            { source: 'method', value: fit.capacitanceFarad * DRIFT_RELATIVE },
          ],
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

/** Impedance against frequency; without a time reference it ends at 2 kHz, and above stands what it is at least. */
function curvesOf(points: readonly ReadPoint[], bench: Bench): Record<string, CurveColumns> {
  const known = bench.isComplex ? points : points.filter(({ frequencyHz }) => frequencyHz <= MAGNITUDE_ONLY_HZ);
  const magnitudes = {
    frequenciesHz: known.map(({ frequencyHz }) => frequencyHz),
    impedancesOhms: known.map(({ ohms }) => ohms),
    uncertaintiesOhms: known.map(({ totalUncertaintyOhms }) => totalUncertaintyOhms),
    dampingFactors: known.map(({ ohms }) => (ohms > 0 ? bench.loadOhms / ohms : null)),
  };
  if (bench.isComplex)
    return {
      impedance: {
        ...magnitudes,
        phasesRadians: known.map(({ impedance }) => Math.atan2(impedance.im, impedance.re)),
      },
    };
  const above = points.filter(({ frequencyHz }) => frequencyHz > MAGNITUDE_ONLY_HZ);
  return {
    impedance: magnitudes,
    'impedance-bound': {
      frequenciesHz: above.map(({ frequencyHz }) => frequencyHz),
      atLeastOhms: above.map(({ ohms, totalUncertaintyOhms }) => Math.max(0, ohms - totalUncertaintyOhms)),
    },
  };
}
