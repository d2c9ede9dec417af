import { AmpbenchError } from '../../errors.ts';
import { absentFigure } from '../../result/makeFigure.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, CurveColumns, KindDefinition } from '../analysis.ts';
import { inOrder, missingChannel } from '../frequency-response/missingChannel.ts';
import { sweepTakes } from '../frequency-response/stimulus.ts';
import {
  DRIFT_RELATIVE,
  IMPEDANCE_BAND_HZ,
  MAGNITUDE_ONLY_HZ,
  pairRatios,
  type ChannelRatios,
  type RatioPoint,
} from '../impedance/pairRatio.ts';
import { inTurns } from '../impedance/turns.ts';
import type { MeasureSettings } from '../settings.ts';
import { chanceOfOne, chanceOfRepeats } from './chance.ts';
import { impedanceFigures, type ImpedanceBench } from './figures.ts';
import { readImpedance, type ImpedanceReading } from './reading.ts';

const KIND = 'output-impedance';
const ROLES = ['open', 'loaded'] as const;

/** Output impedance from a sweep without and with a load. docs/spec/output-impedance.md. */
export const outputImpedance: KindDefinition = {
  kind: KIND,
  title: 'Output impedance',
  options: [
    'bandHz',
    'seconds',
    'points',
    'passes',
    'loadOhms',
    'loadTolerance',
    'interfaceOhms',
    'timeReferenceChannel',
  ],
  roles: ROLES,
  takesRepeats: true,
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) => sweepTakes(settings, bench, inTurns(ROLES, settings.passes ?? 1), IMPEDANCE_BAND_HZ),
  analyze,
};

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
      ...channels.map((ratios) => analyzeChannel(ratios, bench)),
      ...missing.map((channel) => missingChannel(channel, KIND, 'ohm', definitionId, sampleRateHz)),
    ]),
    clock,
    integrity: [],
  };
}

function analyzeChannel({ channel, points, repeats }: ChannelRatios, bench: ImpedanceBench): ChannelAnalysis {
  const { loadOhms, loadTolerance, isComplex, definitionId, sampleRateHz } = bench;
  const driftOhms = (ohms: number): number => (loadOhms + ohms) * DRIFT_RELATIVE;
  const read = (ratios: readonly RatioPoint[]): ImpedanceReading =>
    readImpedance(ratios, bench, isComplex ? driftOhms : null);
  const reading = read(points);
  const chance = repeats === null ? chanceOfOne(reading, bench) : chanceOfRepeats(reading, bench, repeats, read);
  const { atReference } = reading;
  const about = { channel: String(channel), definitionId, conditions: { loadOhms, sampleRateHz } };
  const uncertaintyOhms = Math.hypot(chance.atReferenceOhms, atReference.ohms * loadTolerance);
  if (atReference.impedance.re < -uncertaintyOhms) {
    const text = 'the output is higher with the load than without: are the captures swapped?';
    const absent = absentFigure({ ...about, id: KIND, unit: 'ohm' }, 'loaded-above-open', text);
    return { channel, figures: { [KIND]: absent }, curves: {}, flags: ['loaded-above-open'] };
  }
  const isSeen = atReference.ohms > uncertaintyOhms;
  const figures = impedanceFigures(reading, chance, bench, about);
  return {
    channel,
    figures: Object.fromEntries(figures.map((figure) => [figure.id, figure])),
    curves: curvesOf(reading, chance.pointOhms, bench),
    flags: [...(isComplex ? [] : ['magnitude-only']), ...(isSeen ? [] : ['load-not-seen'])],
  };
}

/** Impedance against frequency; without a time reference it ends at 2 kHz, and above stands what it is at least. */
function curvesOf(
  reading: ImpedanceReading,
  chanceOhms: readonly number[],
  { isComplex, loadOhms, loadTolerance }: ImpedanceBench,
): Record<string, CurveColumns> {
  const points = reading.points.map((point, at) => ({
    ...point,
    totalOhms: Math.hypot(chanceOhms[at], point.ohms * loadTolerance),
  }));
  const known = isComplex ? points : points.filter(({ frequencyHz }) => frequencyHz <= MAGNITUDE_ONLY_HZ);
  const magnitudes = {
    frequenciesHz: known.map(({ frequencyHz }) => frequencyHz),
    impedancesOhms: known.map(({ ohms }) => ohms),
    uncertaintiesOhms: known.map(({ totalOhms }) => totalOhms),
    dampingFactors: known.map(({ ohms }) => (ohms > 0 ? loadOhms / ohms : null)),
  };
  if (isComplex)
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
      atLeastOhms: above.map(({ ohms, totalOhms }) => Math.max(0, ohms - totalOhms)),
    },
  };
}
