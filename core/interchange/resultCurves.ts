import { AmpbenchError } from '../errors.ts';
import type { Analysis, CurveColumns } from '../measure/analysis.ts';
import type { Verification } from '../result/verification.ts';
import { dbFromRatio } from '../units/decibel.ts';
import type { Curve, CurveQuantity } from './curve.ts';
import type { ImpulseResponse } from './impulseResponse.ts';

/** A curve of a result, and whose it is. */
export interface ChannelCurve {
  readonly channel: string;
  readonly curve: Curve;
}

/** The same of an impulse response. */
export interface ChannelImpulse {
  readonly channel: string;
  readonly impulse: ImpulseResponse;
}

/** Which columns of a measurement's curves are what, in the order in which they are looked for. */
const VALUE_COLUMNS = [
  { column: 'magnitudesDb', quantity: 'response' },
  { column: 'impedancesOhms', quantity: 'impedance' },
  { column: 'levelsRms', quantity: 'spectrum' },
] as const;

type Point = readonly [frequencyHz: number, value: number, phaseRadians: number | null];

/** Points that can be had. A spectrum's zero has no level in dB; a line's frequency may stand twice: then the first counts. */
function pointsOf(columns: CurveColumns, values: readonly (number | null)[], isRms: boolean): readonly Point[] {
  const phases = Object.hasOwn(columns, 'phasesRadians') ? columns['phasesRadians'] : null;
  const points: Point[] = [];
  for (const [index, frequencyHz] of columns['frequenciesHz'].entries()) {
    const value = values[index];
    if (frequencyHz === null || value === null || !(frequencyHz > (points.at(-1)?.[0] ?? 0))) continue;
    const written = isRms ? dbFromRatio(value) : value;
    if (Number.isFinite(written)) points.push([frequencyHz, written, phases?.[index] ?? null]);
  }
  return points;
}

function curveFrom(points: readonly Point[], about: Pick<Curve, 'quantity' | 'unit' | 'title'>): Curve {
  const hasPhase = points.every(([, , phase]) => phase !== null);
  return {
    ...about,
    frequenciesHz: points.map(([frequencyHz]) => frequencyHz),
    values: points.map(([, value]) => value),
    phasesRadians: hasPhase ? points.map(([, , phase]) => phase!) : null,
  };
}

/**
 * Every response, impedance and spectrum of one measurement. Phase is kept where all points have it.
 * @param nameOf what a channel, counted from 1, is called
 */
export function analysisCurves(analysis: Analysis, title: string, nameOf: (channel: number) => string): ChannelCurve[] {
  return analysis.channels.flatMap(({ channel, curves, figures }) =>
    Object.entries(curves).flatMap(([name, columns]) => {
      const known = VALUE_COLUMNS.find(({ column }) => Object.hasOwn(columns, column));
      if (known === undefined || name === 'lines' || !Object.hasOwn(columns, 'frequenciesHz')) return [];
      const { column, quantity } = known;
      const points = pointsOf(columns, columns[column], quantity === 'spectrum');
      if (points.length === 0) return [];
      const isVolts = Object.values(figures).some(({ unit }) => unit === 'V');
      const unit = quantity === 'impedance' ? 'ohm' : quantity === 'response' ? 'dB' : isVolts ? 'dBV' : 'dBFS';
      const named = nameOf(channel);
      return [{ channel: named, curve: curveFrom(points, { quantity, unit, title: `${title}, channel ${named}` }) }];
    }),
  );
}

const VERIFICATION_QUANTITIES: Readonly<Partial<Record<string, CurveQuantity>>> = {
  'frequency-response': 'response',
  'output-impedance': 'impedance',
  'input-impedance': 'impedance',
};

/** Every response and impedance of a verification; it keeps no phase. */
export function verificationCurves({ curves, card, simulated }: Verification): ChannelCurve[] {
  return curves.flatMap(({ id, channel, title, x, y }) => {
    const quantity = VERIFICATION_QUANTITIES[id];
    if (quantity === undefined) return [];
    const about = {
      quantity,
      unit: quantity === 'impedance' ? 'ohm' : 'dB',
      title: `${card.id}${simulated ? ', SIMULATED' : ''}, ${title}, channel ${channel}`,
    } as const;
    const points = x.map((frequencyHz, index): Point => [frequencyHz, y[index], null]);
    return [{ channel, curve: { ...curveFrom(points, about), phasesRadians: null } }];
  });
}

/** Every impulse response of one measurement. */
export function analysisImpulses(
  { channels, sampleRateHz }: Analysis,
  title: string,
  nameOf: (channel: number) => string,
): ChannelImpulse[] {
  return channels.flatMap(({ channel, curves }) => {
    if (!Object.hasOwn(curves, 'impulse')) return [];
    const { timesSeconds, values } = curves['impulse'];
    return [
      {
        channel: nameOf(channel),
        impulse: {
          title: `${title}, channel ${nameOf(channel)}`,
          sampleRateHz,
          startSeconds: timesSeconds[0] ?? 0,
          samples: Float64Array.from(values, (value) => value ?? 0),
        },
      },
    ];
  });
}

/** What a channel name chooses; the first where it is null. @throws AmpbenchError `usage/channel-unknown` */
function ofChannel<Item extends { readonly channel: string }>(items: readonly Item[], channel: string | null): Item {
  const chosen = channel === null ? items[0] : items.find((item) => item.channel === channel);
  if (chosen !== undefined) return chosen;
  const known = [...new Set(items.map((item) => item.channel))].join(', ');
  throw new AmpbenchError('usage', 'channel-unknown', `the result has no channel "${channel}"; it has ${known}`, {
    known,
  });
}

/**
 * One of a result's curves.
 * @param quantity null: the first there is
 * @param channel its name; null: the first channel that has one
 * @throws AmpbenchError `data/no-curve`, `usage/channel-unknown`
 */
export function chooseCurve(
  curves: readonly ChannelCurve[],
  quantity: CurveQuantity | null,
  channel: string | null,
): Curve {
  const fitting = curves.filter(({ curve }) => quantity === null || curve.quantity === quantity);
  if (fitting.length === 0)
    throw new AmpbenchError('data', 'no-curve', `this result holds no ${quantity ?? 'curve'} to write`, { quantity });
  return ofChannel(fitting, channel).curve;
}

/** The same of its impulse responses. @throws AmpbenchError `data/no-curve`, `usage/channel-unknown` */
export function chooseImpulse(impulses: readonly ChannelImpulse[], channel: string | null): ImpulseResponse {
  if (impulses.length === 0)
    throw new AmpbenchError('data', 'no-curve', 'this result holds no impulse response to write', {
      quantity: 'impulse',
    });
  return ofChannel(impulses, channel).impulse;
}
