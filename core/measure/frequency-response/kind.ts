import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import type { Figure } from '../../result/figure.ts';
import { HIGHEST_HARMONIC } from '../../dsp/sweepGates.ts';
import { ratioFromDb } from '../../units/decibel.ts';
import type { Analysis, AnalysisInput, ChannelAnalysis, CurveColumns, KindDefinition } from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import type { MeasureSettings } from '../settings.ts';
import { HIGHEST_RATE_SHARE } from './analyze.ts';
import { cornerFigure } from './corner.ts';
import { inOrder, missingChannel } from './missingChannel.ts';
import { phaseCurve } from './phaseCurve.ts';
import { DB_PER_RELATIVE, extremePoint, responseRe, type Response } from './response.ts';
import { sweepTakes } from './stimulus.ts';
import { REFERENCE_HZ, sessionPoints, sweepGrid, sweepMethodDb, type ChannelPoints } from './sweepGrid.ts';
import { correlationHz, mixedBelowHz } from './sweepPoints.ts';
import { harmonicPoints, type HarmonicPoint } from './sweepHarmonics.ts';
import type { TransferPoint } from '../../dsp/transferFunction.ts';
import type { SweepInverse } from '../../dsp/deconvolution.ts';
import { analyzeSession } from './sweepSession.ts';

const KIND = 'frequency-response';
const DEFINITION = 'frequency-response.sweep.re-1k';
const HARMONICS_DEFINITION = 'frequency-response.sweep.harmonics.re-fundamental';
const CORNER_DROPS_DB = [0.1, 0.5, 1, 3];
const LOWEST_HZ = 10;

/** Frequency response, its corners, and the harmonics against frequency, from one exponential sweep. docs/spec/frequency-response.md. */
export const frequencyResponse: KindDefinition = {
  kind: KIND,
  title: 'Frequency response and harmonics against frequency',
  options: ['bandHz', 'seconds', 'points', 'timeReferenceChannel'],
  roles: ['main'],
  reference: 'used',
  leastChannels: 1,
  stimulus: (settings, bench) =>
    sweepTakes(settings, bench, ['main'], [LOWEST_HZ, HIGHEST_RATE_SHARE * bench.sampleRateHz]),
  analyze,
};

function analyze(input: AnalysisInput, settings: MeasureSettings): Analysis {
  const capture = captureOf(input, 'main', KIND);
  const session = analyzeSession(capture, input.reference, settings.timeReferenceChannel, KIND);
  const frequenciesHz = sweepGrid(session.inverse, settings, KIND);
  const { own, channels } = sessionPoints(session, frequenciesHz);
  const hasGain = session.timeReference !== null || (input.reference !== null && input.reference.unit === capture.unit);
  return {
    kind: KIND,
    schemaVersion: 1,
    sampleRateHz: capture.sampleRateHz,
    frames: capture.channels[0].length,
    definitionId: DEFINITION,
    channels: inOrder([
      ...channels.map((channel) => analyzeChannel(channel, own, session.inverse, settings, hasGain)),
      ...session.missing.map((channel) => missingChannel(channel, 'gain', 'ratio', DEFINITION, capture.sampleRateHz)),
    ]),
    clock: session.clock,
    integrity: [],
  };
}

function analyzeChannel(
  { channel, points, relative }: ChannelPoints,
  own: readonly TransferPoint[] | null,
  inverse: SweepInverse,
  settings: MeasureSettings,
  hasGain: boolean,
): ChannelAnalysis {
  const frequenciesHz = points.map((point) => point.frequencyHz);
  const highestHz = HIGHEST_RATE_SHARE * inverse.sampleRateHz;
  const harmonics: HarmonicPoint[][] = [];
  for (let order = 2; order <= HIGHEST_HARMONIC; order++)
    harmonics.push(harmonicPoints(channel.aligned, order, frequenciesHz, points, highestHz));
  const leakDb = DB_PER_RELATIVE * lowestRatio(harmonics[0]);
  const response = responseRe(
    points,
    own,
    REFERENCE_HZ,
    (hertz) => sweepMethodDb(inverse, hertz) + (hertz < mixedBelowHz(inverse) ? leakDb : 0),
    (hertz) => correlationHz(channel.aligned.sweep, hertz),
  );
  const conditions = {
    sampleRateHz: inverse.sampleRateHz,
    bandHz: [frequenciesHz[0], frequenciesHz[frequenciesHz.length - 1]],
  } as const;
  const about = { channel: String(channel.channel), definitionId: DEFINITION, conditions };
  const figures: Figure[] = [];
  const atReference = relative[frequenciesHz.indexOf(REFERENCE_HZ)];
  if (hasGain) {
    const value = Math.hypot(atReference.re, atReference.im);
    figures.push(
      makeFigure({
        ...about,
        id: 'gain',
        value,
        unit: 'ratio',
        conditions: { ...conditions, frequencyHz: REFERENCE_HZ },
        parts: [
          { source: 'repeatability', value: 2 * atReference.relativeStandardUncertainty * value },
          { source: 'method', value: (sweepMethodDb(inverse, REFERENCE_HZ) / DB_PER_RELATIVE) * value },
        ],
        dbReference: 'input',
      }),
    );
  }
  if (settings.bandHz !== undefined) figures.push(...deviation(response, settings.bandHz, about));
  for (const dropDb of CORNER_DROPS_DB)
    for (const side of ['low', 'high'] as const)
      figures.push(cornerFigure(response, dropDb, side, REFERENCE_HZ, about));
  const atReferenceIndex = frequenciesHz.indexOf(REFERENCE_HZ);
  figures.push(...harmonics.map((found, index) => harmonicFigure(index + 2, found[atReferenceIndex], about)));
  const measurable = new Set(response.frequenciesHz);
  const phase = phaseCurve(
    relative.filter((point) => measurable.has(point.frequencyHz)),
    REFERENCE_HZ,
  );
  return {
    channel: channel.channel,
    figures: Object.fromEntries(figures.map((figure) => [figure.id, figure])),
    curves: {
      response: {
        frequenciesHz: response.frequenciesHz,
        magnitudesDb: response.magnitudesDb,
        uncertaintiesDb: response.uncertaintiesDb,
        phasesRadians: phase.phasesRadians,
        groupDelaysSeconds: phase.groupDelaysSeconds,
      },
      harmonics: harmonicColumns(frequenciesHz, harmonics),
    },
    flags: own === null ? ['interface-not-divided-out'] : [],
  };
}

/** The second harmonic at the lowest frequency that tells it; 0 where none does. */
const lowestRatio = (points: readonly HarmonicPoint[]): number =>
  points.find(({ ratio }) => ratio !== null)?.ratio ?? 0;

function deviation(
  response: Response,
  bandHz: readonly [number, number],
  about: Pick<Figure, 'channel' | 'definitionId' | 'conditions'>,
): Figure[] {
  const worst = extremePoint(response, bandHz, 'low');
  if (worst === null) return [];
  const ratio = ratioFromDb(worst.magnitudeDb);
  return [
    makeFigure({
      ...about,
      id: 'response-deviation',
      value: ratio,
      unit: 'ratio',
      conditions: { ...about.conditions, bandHz, frequencyHz: worst.frequencyHz },
      parts: [{ source: 'repeatability', value: ratio * (ratioFromDb(worst.uncertaintyDb) - 1) }],
      dbReference: '1kHz',
    }),
  ];
}

function harmonicFigure(order: number, point: HarmonicPoint, about: Pick<Figure, 'channel' | 'conditions'>): Figure {
  const base = {
    id: `h${order}`,
    channel: about.channel,
    unit: 'ratio',
    definitionId: HARMONICS_DEFINITION,
    conditions: { ...about.conditions, frequencyHz: REFERENCE_HZ },
  } as const;
  if (point.noiseUncertainty === null)
    return absentFigure(base, 'out-of-band', 'outside what this sweep and sample rate tell');
  if (point.ratio === null)
    return absentFigure(base, 'under-noise', `under the noise of ${dbText(point.noiseUncertainty)}`);
  return makeFigure({
    ...base,
    value: point.ratio,
    parts: [
      { source: 'repeatability', value: point.noiseUncertainty },
      { source: 'method', value: point.methodRelative * point.ratio },
    ],
    dbReference: 'fundamental',
  });
}

const dbText = (ratio: number): string => (ratio > 0 ? `${(20 * Math.log10(ratio)).toFixed(0)} dB` : 'the arithmetic');

/** One column in dB for each harmonic and one for its uncertainty; null where it is under the noise or out of range. */
function harmonicColumns(frequenciesHz: readonly number[], harmonics: readonly HarmonicPoint[][]): CurveColumns {
  const columns: Record<string, readonly (number | null)[]> = { frequenciesHz };
  for (const [index, points] of harmonics.entries()) {
    const order = index + 2;
    columns[`h${order}Db`] = points.map(({ ratio }) => (ratio === null ? null : 20 * Math.log10(ratio)));
    columns[`h${order}UncertaintiesDb`] = points.map(({ ratio, noiseUncertainty, methodRelative }) =>
      ratio === null || noiseUncertainty === null
        ? null
        : DB_PER_RELATIVE * Math.hypot(noiseUncertainty / ratio, methodRelative),
    );
  }
  return columns;
}
