import { z } from 'zod';
import { rigSchema } from '../calibration/rig.ts';
import { cardGainSchema, cardPortSchema } from '../card/cardSchema.ts';
import { QUANTITIES } from '../card/claim.ts';
import { AmpbenchError } from '../errors.ts';
import { MEASUREMENT_KINDS } from '../measure/analysis.ts';
import { measureSettingsSchema } from '../measure/settings.ts';
import { deviationRulesSchema } from '../verdict/deviationRules.ts';
import { captureSchema } from './captureSchema.ts';
import { figureSchema, integrityCode } from './figureSchema.ts';
import { OPEN } from '../planner/wiring.ts';
import type { Verification } from './verification.ts';

const number = z.number();
const text = z.string();
const oneOrTwo = z.union([number, z.tuple([number, number])]);
const wiring = z.strictObject({
  path: z.enum(['loopback', 'dut']),
  drive: z.enum(['analogue', 'digital']),
  input: text.nullable(),
  output: text.nullable(),
  gain: text.nullable(),
  loadOhms: number.nullable(),
  seriesOhms: number,
});
const span = z.strictObject({ start: z.int().min(0), end: z.int().min(0) });

const writtenNumber = z.strictObject({ value: number, unit: text });

const claim = z.strictObject({
  quantity: z.enum(QUANTITIES),
  comparator: z.enum(['=', '<', '<=', '>', '>=', '~']),
  value: z.union([number, z.array(number)]).nullable(),
  unit: text.nullable(),
  load_ohm: oneOrTwo.exactOptional(),
  freq_hz: oneOrTwo.exactOptional(),
  freq_cmp: z.tuple([z.enum(['<', '>']).nullable(), z.enum(['<', '>']).nullable()]).exactOptional(),
  tolerance_db: z.tuple([number.nullable(), number.nullable()]).nullable().exactOptional(),
  tolerance_ohm: z.tuple([number, number]).exactOptional(),
  level: z
    .strictObject({
      value: z.union([number, z.literal('full scale')]),
      unit: z.enum(['V', 'W', 'dBu', 'dBV', 'dBFS']).nullable(),
      at: z.enum(['output', 'input', 'reference']).exactOptional(),
    })
    .exactOptional(),
  input_level: z.strictObject({ value: number, unit: z.literal('V') }).exactOptional(),
  bandwidth_hz: z.tuple([number.nullable(), number.nullable()]).exactOptional(),
  weighting: text.exactOptional(),
  per_channel: z.boolean().exactOptional(),
  condition: z
    .strictObject({ thd_n_pct_max: number.exactOptional(), thd_pct_max: number.exactOptional() })
    .exactOptional(),
  port: text.exactOptional(),
  output: z.enum(['balanced', 'single-ended', 'unbalanced']).exactOptional(),
  gain: z.union([number, text]).exactOptional(),
  method: text.exactOptional(),
  format: text.exactOptional(),
  unit_assumed: z.boolean().exactOptional(),
  as_written: writtenNumber.exactOptional(),
  canonical: writtenNumber.exactOptional(),
  source: text.exactOptional(),
  id: text,
  label: text,
  asWritten: text,
  span,
  warnings: z.array(text),
});

const card = z.strictObject({
  schemaVersion: z.literal(1),
  id: text,
  maker: text.nullable(),
  product: text.nullable(),
  kind: z.enum(['amp', 'dac', 'dac-amp', 'headphone', 'unknown']),
  sources: z.array(text),
  ports: z.array(cardPortSchema).exactOptional(),
  gains: z.array(cardGainSchema).exactOptional(),
  missing: z.array(text).exactOptional(),
  claims: z.array(claim),
  unread: z.array(z.strictObject({ text, span, reason: text })),
  warnings: z.array(text),
});

const REASON_CODES = [
  'within',
  'exceeds',
  'guard-band',
  'baseline-limited',
  'beyond-nyquist',
  'input-limited',
  'output-limited',
  'load-missing',
  'no-tolerance-stated',
  'unit-missing',
  'not-electrical',
  'capture-damaged',
  'clipped',
  'not-run',
] as const;
const VERDICTS = ['pass', 'fail', 'inconclusive', 'not-verifiable', 'manual'] as const;

const step = z.strictObject({
  id: text,
  kind: z.enum([
    'baseline',
    'gain',
    'frequency-response',
    'noise',
    'input-impedance',
    'output-impedance',
    'thdn',
    'max-output',
    'measurement',
  ]),
  title: text,
  wiring,
  claimIds: z.array(text),
  settings: z.strictObject({
    frequencyHz: number.exactOptional(),
    outputVoltsRms: number.exactOptional(),
    bandHz: z.tuple([number, number]).exactOptional(),
    thdnLimitRatio: number.exactOptional(),
    claimedVoltsRms: number.exactOptional(),
    driveLevel: number.exactOptional(),
    besideThdnRatios: z.array(number).exactOptional(),
    isTopOnly: z.boolean().exactOptional(),
    measurement: z.strictObject({ kind: z.enum(MEASUREMENT_KINDS), settings: measureSettingsSchema }).exactOptional(),
  }),
  predictedOutputVoltsRms: number,
  predictedLoadWatts: number,
  seconds: number,
});

const finding = z.strictObject({
  code: integrityCode,
  channel: text,
  atSeconds: number.nullable(),
  count: number.nullable(),
  damaging: z.boolean(),
  text,
});

/** `result.json`. Its type is `Verification`: `satisfies` in `decodeResult` keeps the two in step. */
export const verificationSchema = z.strictObject({
  kind: z.literal('verification'),
  schemaVersion: z.literal(1),
  card,
  rig: rigSchema,
  simulated: z.boolean(),
  seed: z.int(),
  rules: deviationRulesSchema.exactOptional(),
  claims: z.array(
    z.strictObject({
      id: text,
      asWritten: text,
      label: text,
      quantity: text,
      rule: text.nullable(),
      measured: figureSchema.nullable(),
      verdict: z.enum(VERDICTS),
      reasonCode: z.enum(REASON_CODES),
      margin: number.nullable(),
      marginText: text.exactOptional(),
      text,
      assumptions: z.array(text),
    }),
  ),
  summary: z.record(z.enum(VERDICTS), z.int().min(0)),
  steps: z.array(z.strictObject({ step, figures: z.array(figureSchema), integrity: z.array(finding) })),
  curves: z.array(
    z.strictObject({
      id: z.enum(['frequency-response', 'output-impedance', 'thdn-vs-level', 'spectrum', 'input-impedance']),
      channel: text,
      title: text,
      loadOhms: number.nullable(),
      x: z.array(number),
      xUnit: z.enum(['Hz', 'V']),
      y: z.array(number),
      yUnit: z.enum(['dB', 'ohm', 'ratio', 'V', 'rad']),
      yUncertainty: z.array(number).exactOptional(),
    }),
  ),
  captures: z.array(captureSchema),
  clock: z.strictObject({ ppm: number, uncertaintyPpm: number, wanderPpm: number }).nullable(),
  warnings: z.array(text),
  wirings: z.array(wiring),
  planChanges: z
    .array(
      z.strictObject({
        stepId: text,
        action: z.enum(['dropped', 'shortened', 'skipped']),
        reasonCode: z.enum(REASON_CODES).exactOptional(),
        reason: text,
      }),
    )
    .exactOptional(),
  toBuy: z
    .array(
      z.strictObject({
        what: z.enum(['load', 'series-resistor', 'cable']),
        ohms: number.exactOptional(),
        ratedWatts: number.exactOptional(),
        relativeTolerance: number.exactOptional(),
        count: z.int().min(1),
        claimIds: z.array(text),
        text,
      }),
    )
    .exactOptional(),
});

/** A wiring as results kept it before devices had sockets, gain settings and a digital drive: path, load and series resistor alone. */
const wiringOfOldResults = wiring.pick({ path: true, loadOhms: true, seriesOhms: true });

/** Gives old results' wirings what they mean by what they do not say: the analogue drive, the unit's only sockets, its only gain. */
function completeWirings(value: unknown): void {
  if (Array.isArray(value)) value.forEach(completeWirings);
  else if (typeof value === 'object' && value !== null) {
    if (wiringOfOldResults.safeParse(value).success) Object.assign(value, { ...OPEN, ...value });
    else for (const key of PLACES_OF_WIRINGS) completeWirings((value as Record<string, unknown>)[key]);
  }
}

/** The keys that lead to a wiring from the top of a result. */
const PLACES_OF_WIRINGS = ['wirings', 'steps', 'step', 'wiring'] as const;

/**
 * Reads the text of a `result.json`.
 * @param place the file's name, for messages
 * @throws AmpbenchError `data/result-damaged` naming the file, the field and the rule
 */
export function decodeResult(json: string, place: string): Verification {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new AmpbenchError('data', 'result-damaged', `${place} is not JSON: ${String(error)}`, { place });
  }
  completeWirings(value);
  const parsed = verificationSchema.safeParse(value);
  if (parsed.success) {
    parsed.data satisfies Verification;
    // The object that was read, not zod's copy of it, which has the keys in the schema's order: the bytes stay the same.
    return value as Verification;
  }
  const what = z.prettifyError(parsed.error).replaceAll('\n', '; ');
  throw new AmpbenchError('data', 'result-damaged', `${place} is not a verification of schema version 1: ${what}`, {
    place,
  });
}
