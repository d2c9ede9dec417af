import { estimateToneClock } from '../../clock/estimateToneClock.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import type { DbReference, Figure, FigureConditions } from '../../result/figure.ts';
import { fadeEnds, RAMP_SECONDS } from '../../signal/ramp.ts';
import { sumOfTones, twoTone, type ToneComponent } from '../../signal/twoTone.ts';
import { dbFromRatio } from '../../units/decibel.ts';
import { amplitudeScale } from '../amplitude.ts';
import type {
  Capture,
  ChannelAnalysis,
  ClockEstimate,
  CurveColumns,
  KindDefinition,
  MeasurementKind,
  StimulusBench,
} from '../analysis.ts';
import { captureOf } from '../analyzeKind.ts';
import { checkFrequency } from '../checkFrequency.ts';
import type { MeasureSettings } from '../settings.ts';
import { analyzeImd, imdRatio, referenceRms, type ImdReading } from './analyze.ts';
import { productHz, type ImdFigurePlan, type ImdPlan } from './plan.ts';

/** What tells one kind of the family from another. */
export interface ImdKind {
  readonly kind: MeasurementKind;
  readonly title: string;
  /** Besides those the whole family heeds. */
  readonly options: readonly (keyof MeasureSettings)[];
  readonly plan: (settings: MeasureSettings) => ImdPlan;
  /** Partials of the stimulus, its peak `peakVolts`; two tones of the plan's ratio where it is left out. */
  readonly partials?: (settings: MeasureSettings, sampleRateHz: number, peakVolts: number) => readonly ToneComponent[];
}

const DEFAULT_SECONDS = 4;
/** A tone ratio farther off than this is flagged. */
const FLAG_RATIO_DB = 1;

const DB_REFERENCE: Readonly<Record<ImdFigurePlan['reference'], DbReference>> = {
  f2: 'f2',
  sum: 'total',
  total: 'total',
};

/** A kind of the intermodulation family from its plan. docs/spec/imd.md. */
export function imdKind({ kind, title, options, plan, partials }: ImdKind): KindDefinition {
  return {
    kind,
    title,
    options: ['seconds', 'timeReferenceChannel', ...options],
    roles: ['main'],
    reference: 'ignored',
    leastChannels: 1,
    stimulus: (settings, bench) => {
      const { sampleRateHz, channelCount } = bench;
      checkFrequency(plan(settings).tonesHz[1], sampleRateHz, 'the upper tone', kind);
      const components = componentsOf(settings, bench);
      const frames = Math.round((settings.seconds ?? DEFAULT_SECONDS) * sampleRateHz);
      const samples = sumOfTones(sampleRateHz, frames, components);
      fadeEnds(samples, Math.ceil(RAMP_SECONDS * sampleRateHz));
      return [{ role: 'main', channels: Array.from({ length: channelCount }, () => samples) }];
    },
    analyze: (input, settings) => {
      const capture = captureOf(input, 'main', kind);
      const imdPlan = plan(settings);
      const channels = capture.channels
        .map((samples, index) => ({ channel: index + 1, samples }))
        .filter(({ channel }) => channel !== settings.timeReferenceChannel)
        .map(({ channel, samples }) => ({
          channel,
          samples,
          reading: analyzeImd(samples, capture.sampleRateHz, imdPlan),
        }));
      return {
        kind,
        schemaVersion: 1,
        sampleRateHz: capture.sampleRateHz,
        frames: capture.channels[0].length,
        definitionId: imdPlan.figures[0].definitionId,
        channels: channels.map(({ channel, reading }) => channelAnalysis(channel, reading, imdPlan, capture)),
        clock: clockOf(channels, capture.sampleRateHz, imdPlan.tonesHz[1]),
        integrity: [],
      };
    },
  };

  function componentsOf(settings: MeasureSettings, bench: StimulusBench): readonly ToneComponent[] {
    const peakVolts = bench.levelVoltsRms * Math.SQRT2;
    if (partials !== undefined) return partials(settings, bench.sampleRateHz, peakVolts);
    const { tonesHz, toneRatio } = plan(settings);
    return twoTone(tonesHz, toneRatio, peakVolts);
  }
}

/** From the upper tone of the first channel that holds the tones: a cycle of it is the finer ruler. */
function clockOf(
  channels: readonly { readonly samples: Float64Array; readonly reading: ImdReading | null }[],
  sampleRateHz: number,
  nominalHz: number,
): ClockEstimate | null {
  for (const { samples, reading } of channels) {
    if (reading === null) continue;
    const { start, length } = reading.stretch;
    return estimateToneClock(samples, start, length, sampleRateHz, nominalHz);
  }
  return null;
}

function channelAnalysis(
  channel: number,
  reading: ImdReading | null,
  plan: ImdPlan,
  { unit, sampleRateHz }: Capture,
): ChannelAnalysis {
  const conditions: FigureConditions = { sampleRateHz };
  if (reading === null) {
    const absent = plan.figures.map(({ id, definitionId }) =>
      absentFigure(
        { id, channel: String(channel), unit: 'ratio', definitionId, conditions },
        'no-stimulus',
        `The tones of ${plan.tonesHz.join(' and ')} Hz are not in this channel.`,
      ),
    );
    return { channel, figures: byId(absent), curves: {}, flags: ['no-stimulus'] };
  }
  const [first, second] = reading.tones;
  const figures = plan.figures.map((figurePlan) => figureOf(channel, reading, figurePlan, conditions));
  const offDb = dbFromRatio(first.rms / second.rms / plan.toneRatio);
  const { perRms } = amplitudeScale(unit);
  return {
    channel,
    figures: byId(figures),
    curves: {
      tones: {
        frequenciesHz: reading.tones.map(({ frequencyHz }) => frequencyHz),
        levelsRms: reading.tones.map(({ rms }) => rms * perRms),
      },
      products: productTable(reading, plan),
    },
    flags: [
      ...new Set([
        ...figures.flatMap(({ flags }) => flags),
        ...(Math.abs(offDb) > FLAG_RATIO_DB ? ['tone-ratio'] : []),
      ]),
    ],
  };
}

const byId = (figures: readonly Figure[]): Readonly<Record<string, Figure>> =>
  Object.fromEntries(figures.map((figure) => [figure.id, figure]));

function figureOf(channel: number, reading: ImdReading, plan: ImdFigurePlan, conditions: FigureConditions): Figure {
  const { id, definitionId } = plan;
  const identity = { id, channel: String(channel), unit: 'ratio' as const, definitionId, conditions };
  const result = imdRatio(reading, plan);
  if (result === null)
    return absentFigure(identity, 'beyond-nyquist', 'Every product lies beyond half the sample rate.');
  return makeFigure({
    ...identity,
    value: result.ratio,
    parts: [{ source: 'repeatability', value: result.uncertainty }],
    flags: [...(result.isBound ? ['below-noise'] : []), ...(result.isComplete ? [] : ['product-beyond-nyquist'])],
    dbReference: DB_REFERENCE[plan.reference],
    ...(result.isBound ? { bound: '<' as const } : {}),
  });
}

/** Every product by its multiples, dB re what the first figure is relative to; `isBound` 1: under the noise, the ratio is an upper bound. */
function productTable(reading: ImdReading, plan: ImdPlan): CurveColumns {
  const reference = referenceRms(reading, plan.figures[0].reference);
  const rows = reading.products.toSorted(
    (a, b) => productHz(plan.tonesHz, a.multiples) - productHz(plan.tonesHz, b.multiples),
  );
  return {
    frequenciesHz: rows.map(({ line }) => line.frequencyHz),
    multiplesOfF1: rows.map(({ multiples }) => multiples[0]),
    multiplesOfF2: rows.map(({ multiples }) => multiples[1]),
    ratiosDb: rows.map(({ line }) => dbFromRatio(line.rms / reference)),
    uncertaintiesDb: rows.map(({ line }) => dbFromRatio(1 + line.uncertaintyRms / line.rms)),
    isBound: rows.map(({ line }) => (line.isBound ? 1 : 0)),
  };
}
