import { z } from 'zod';
import type { Figure, FigureUnit } from '../result/figure.ts';
import { ratioFromDb, VOLTS_RMS_AT_0_DBU } from '../units/decibel.ts';

interface LimitUnit {
  readonly figureUnit: FigureUnit;
  /** The limit in the figure's own unit. */
  readonly toFigure: (value: number) => number;
}

const scaled = (figureUnit: FigureUnit, factor: number): LimitUnit => ({
  figureUnit,
  toFigure: (value) => value * factor,
});
const decibels = (figureUnit: FigureUnit, reference: number): LimitUnit => ({
  figureUnit,
  toFigure: (value) => reference * ratioFromDb(value),
});

/** The units a limit may be written in. */
const LIMIT_UNITS = {
  Hz: scaled('Hz', 1),
  kHz: scaled('Hz', 1e3),
  V: scaled('V', 1),
  mV: scaled('V', 1e-3),
  uV: scaled('V', 1e-6),
  dBV: decibels('V', 1),
  dBu: decibels('V', VOLTS_RMS_AT_0_DBU),
  A: scaled('A', 1),
  mA: scaled('A', 1e-3),
  W: scaled('W', 1),
  mW: scaled('W', 1e-3),
  ohm: scaled('ohm', 1),
  kohm: scaled('ohm', 1e3),
  H: scaled('H', 1),
  F: scaled('F', 1),
  s: scaled('s', 1),
  ms: scaled('s', 1e-3),
  us: scaled('s', 1e-6),
  rad: scaled('rad', 1),
  degree: scaled('rad', Math.PI / 180),
  'V/√Hz': scaled('V/√Hz', 1),
  ratio: scaled('ratio', 1),
  '%': scaled('ratio', 1e-2),
  dB: decibels('ratio', 1),
  FS: scaled('FS', 1),
  dBFS: decibels('FS', 1),
} as const satisfies Readonly<Record<string, LimitUnit>>;

export type LimitUnitName = keyof typeof LIMIT_UNITS;

const limitNumber = z.number().describe('in `unit`');

/** Limits of one figure as they are written in a sequence or a batch. */
export const figureLimitShape = {
  figure: z.string().min(1).max(100).describe('id of the figure: thd-n, level, noise-a'),
  channel: z
    .union([z.string().min(1).max(100), z.int().min(1)])
    .exactOptional()
    .describe('name or number of the channel; absent: each of them'),
  lower: limitNumber.exactOptional(),
  upper: limitNumber.exactOptional(),
  unit: z.enum(Object.keys(LIMIT_UNITS) as [LimitUnitName, ...LimitUnitName[]]),
};

export const figureLimitSchema = z
  .strictObject(figureLimitShape)
  .refine(({ lower, upper }) => lower !== undefined || upper !== undefined, 'a limit needs lower, upper or both')
  .refine(
    ({ lower, upper }) => lower === undefined || upper === undefined || lower < upper,
    'lower must be below upper',
  );

export type FigureLimit = z.infer<typeof figureLimitSchema>;

/** A limit's ends in the figure's own unit; null where the limit is written in a unit that the figure does not have. */
export function limitIn(
  limit: FigureLimit,
  { unit }: Pick<Figure, 'unit'>,
): { readonly lower: number | null; readonly upper: number | null } | null {
  const { figureUnit, toFigure } = LIMIT_UNITS[limit.unit];
  if (figureUnit !== unit) return null;
  return {
    lower: limit.lower === undefined ? null : toFigure(limit.lower),
    upper: limit.upper === undefined ? null : toFigure(limit.upper),
  };
}

/** A limit in words: `thd-n at most 0.01 %`. */
export function limitText({ figure, channel, lower, upper, unit }: FigureLimit): string {
  const ends = [
    ...(lower === undefined ? [] : [`at least ${lower} ${unit}`]),
    ...(upper === undefined ? [] : [`at most ${upper} ${unit}`]),
  ];
  return `${figure}${channel === undefined ? '' : ` of channel ${channel}`} ${ends.join(' and ')}`;
}
