import { AmpbenchError } from '../../errors.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import type { Figure } from '../../result/figure.ts';
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
import type { ImpedancePoint } from '../output-impedance/fit.ts';
import type { MeasureSettings } from '../settings.ts';
import { inputImpedance as impedanceOf, inputImpedanceUncertainty } from './analyze.ts';
import { fitParallel } from './fit.ts';

const KIND = 'input-impedance';
const ROLES = ['without', 'with'] as const;
/** Less drop than this, relative, tells nothing of the input. */
const LEAST_DROP = 1e-3;

/** Input impedance from a sweep without and with a resistor in series with the drive. docs/spec/input-impedance.md. */
export const inputImpedance: KindDefinition = {
  kind: KIND,
  title: 'Input impedance',
  options: ['bandHz', 'seconds', 'points', 'seriesOhms', 'seriesTolerance', 'sourceOhms', 'timeReferenceChannel'],
  roles: ROLES,
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) => sweepTakes(settings, bench, ROLES, IMPEDANCE_BAND_HZ),
  analyze,
};

interface Bench {
  readonly seriesOhms: number;
  readonly seriesTolerance: number;
  readonly sourceOhms: number;
  readonly isComplex: boolean;
}

function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const { seriesOhms, seriesTolerance = 0, sourceOhms = 0 } = settings;
  if (seriesOhms === undefined)
    throw new AmpbenchError('usage', 'setting-missing', `${KIND} needs seriesOhms`, { kind: KIND });
  const { channels, missing, isComplex, clock, sampleRateHz, frames } = pairRatios(input, ROLES, settings, KIND);
  const bench = { seriesOhms, seriesTolerance, sourceOhms, isComplex };
  const definitionId = isComplex ? `${KIND}.series.complex.1k` : `${KIND}.series.1k`;
  return {
    kind: KIND,
    schemaVersion: 1,
    sampleRateHz,
    frames,
    definitionId,
    channels: inOrder([
      ...channels.map(({ channel, points }) =>
        analyzeChannel(channel, points, bench, {
          channel: String(channel),
          definitionId,
          conditions: { sampleRateHz },
        }),
      ),
      ...missing.map((channel) => missingChannel(channel, KIND, 'ohm', definitionId, sampleRateHz)),
    ]),
    clock,
    integrity: [],
  };
}

type About = Pick<Figure, 'channel' | 'definitionId' | 'conditions'>;

interface ReadPoint extends ImpedancePoint {
  readonly ohms: number;
  /** k = 2 of the magnitude: noise, drift, resistor. */
  readonly totalUncertaintyOhms: number;
}

function readPoint({ frequencyHz, ratio, noiseRelative }: RatioPoint, bench: Bench): ReadPoint {
  const { seriesOhms, sourceOhms, seriesTolerance } = bench;
  const impedance = impedanceOf(ratio, seriesOhms, sourceOhms);
  const ohms = Math.hypot(impedance.re, impedance.im);
  const noise = inputImpedanceUncertainty(ohms, ratio, sourceOhms, noiseRelative, seriesTolerance);
  const drift = inputImpedanceUncertainty(ohms, ratio, sourceOhms, DRIFT_RELATIVE, 0);
  return {
    frequencyHz,
    impedance,
    ohms,
    uncertaintyOhms: noise.repeatability,
    totalUncertaintyOhms: Math.hypot(noise.repeatability, noise.series, drift.repeatability),
  };
}

function analyzeChannel(channel: number, ratios: readonly RatioPoint[], bench: Bench, about: About): ChannelAnalysis {
  const atReference = ratios.find(({ frequencyHz }) => frequencyHz === IMPEDANCE_HZ) as RatioPoint;
  const conditions = { ...about.conditions, frequencyHz: IMPEDANCE_HZ };
  const flags = bench.isComplex ? [] : ['magnitude-only'];
  if (Math.hypot(atReference.ratio.re, atReference.ratio.im) - 1 < LEAST_DROP) {
    const text = `the level fell by less than ${LEAST_DROP * 100} % with ${bench.seriesOhms} Ω in series: is the resistor there?`;
    const figure = absentFigure({ ...about, id: KIND, unit: 'ohm', conditions }, 'series-resistor-not-seen', text);
    return { channel, figures: { [KIND]: figure }, curves: {}, flags: [...flags, 'series-resistor-not-seen'] };
  }
  const points = ratios.map((point) => readPoint(point, bench));
  const read = points.find(({ frequencyHz }) => frequencyHz === IMPEDANCE_HZ) as ReadPoint;
  const total = read.ohms + bench.sourceOhms;
  const drift = inputImpedanceUncertainty(read.ohms, atReference.ratio, bench.sourceOhms, DRIFT_RELATIVE, 0);
  const figures: Figure[] = [
    makeFigure({
      ...about,
      id: KIND,
      value: read.ohms,
      unit: 'ohm',
      conditions,
      parts: [
        { source: 'repeatability', value: Math.hypot(read.uncertaintyOhms, drift.repeatability) },
        { source: 'series-resistor', value: total * bench.seriesTolerance },
      ],
      flags,
    }),
    ...fittedFigures(points, drift.repeatability, bench, about),
  ];
  return {
    channel,
    figures: Object.fromEntries(figures.map((figure) => [figure.id, figure])),
    curves: { impedance: curveOf(points, bench) },
    flags,
  };
}

/** R and C of the input; null without a time reference: magnitudes cannot tell them apart. */
function fittedFigures(points: readonly ReadPoint[], drift: number, bench: Bench, about: About): Figure[] {
  const resistance = { ...about, id: 'input-resistance', unit: 'ohm' } as const;
  const capacitance = { ...about, id: 'input-capacitance', unit: 'F' } as const;
  const fit = bench.isComplex ? fitParallel(points) : null;
  if (fit === null) {
    const [reason, text] = bench.isComplex
      ? (['not-seen', 'the input is too high for this series resistor'] as const)
      : (['no-time-reference', 'needs a common time reference in both captures'] as const);
    return [absentFigure(resistance, reason, text), absentFigure(capacitance, reason, text)];
  }
  const tolerance = (value: number) => ({ source: 'series-resistor', value: value * bench.seriesTolerance }) as const;
  return [
    makeFigure({
      ...resistance,
      value: fit.resistanceOhms,
      parts: [
        { source: 'repeatability', value: Math.hypot(fit.resistanceUncertaintyOhms, drift) },
        tolerance(fit.resistanceOhms),
      ],
    }),
    makeFigure({
      ...capacitance,
      value: fit.capacitanceFarad,
      parts: [
        { source: 'repeatability', value: fit.capacitanceUncertaintyFarad },
        { source: 'method', value: Math.abs(fit.capacitanceFarad) * (drift / fit.resistanceOhms) },
        tolerance(Math.abs(fit.capacitanceFarad)),
      ],
    }),
  ];
}

function curveOf(points: readonly ReadPoint[], bench: Bench): CurveColumns {
  const known = bench.isComplex ? points : points.filter(({ frequencyHz }) => frequencyHz <= MAGNITUDE_ONLY_HZ);
  const columns = {
    frequenciesHz: known.map(({ frequencyHz }) => frequencyHz),
    impedancesOhms: known.map(({ ohms }) => ohms),
    uncertaintiesOhms: known.map(({ totalUncertaintyOhms }) => totalUncertaintyOhms),
  };
  if (!bench.isComplex) return columns;
  return { ...columns, phasesRadians: known.map(({ impedance }) => Math.atan2(impedance.im, impedance.re)) };
}
