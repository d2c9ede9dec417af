import { z } from 'zod';
import { measureSettingsSchema } from '../measure/settings.ts';
import { MEASUREMENT_KINDS } from '../measure/analysis.ts';
import { deviationRulesSchema } from '../verdict/deviationRules.ts';
import { figureLimitSchema, figureLimitShape } from './figureLimit.ts';

/** How variables are named. */
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const MOST_STEPS = 1000;
const MOST_VALUES = 10_000;
const LONGEST_TIMEOUT_SECONDS = 3600;

const text = z.string().min(1).max(2000);
const scalar = z.union([z.number(), z.string().max(2000)]);
const name = z.string().regex(NAME, 'a name has letters, digits and _, and begins with a letter');
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,60}$/, 'an id has small letters, digits, . and -, and at most 61 of them')
  .describe('name of the step in results; default: from what it does');
const variable = z
  .string()
  .regex(/^\$\{[A-Za-z][A-Za-z0-9_]*\}$/, 'a variable is written ${name}')
  .describe('a variable, ${name}');

/** Any of its fields may be a variable instead. */
const orVariables = (shape: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, orVariable(field)]));
const orVariable = (field: z.ZodType): z.ZodType => {
  // What may be left out may be left out as a variable, too
  if (field instanceof z.ZodOptional) return orVariable(field.unwrap() as z.ZodType).optional();
  return z.union([field, variable]);
};

const limits = z.array(figureLimitSchema).max(100).exactOptional();
const verifyShape = {
  id: id.exactOptional(),
  verify: text.describe('a card: its id, or a file beside the sequence'),
  rules: z
    .strictObject(deviationRulesSchema.unwrap().partial().shape)
    .exactOptional()
    .describe('deviation rules of this step, docs/verdicts.md'),
  limits,
};
const measureShape = {
  id: id.exactOptional(),
  measure: z.enum(MEASUREMENT_KINDS),
  path: z.enum(['dut', 'loopback']).exactOptional().describe('default: dut'),
  outputVolts: z.number().positive().max(1000).exactOptional().describe("volts rms at the DUT's output; default: 1"),
  loadOhms: z.number().positive().exactOptional().describe("one of the rig's loads; default: none"),
  settings: measureSettingsSchema.exactOptional(),
  limits,
};
const promptShape = {
  id: id.exactOptional(),
  prompt: z.union([text, z.number()]).describe('what the person is to do'),
};
const commandShape = {
  id: id.exactOptional(),
  command: z.array(scalar).min(1).max(100).describe('program and arguments; no shell reads them'),
  timeoutSeconds: z
    .number()
    .positive()
    .max(LONGEST_TIMEOUT_SECONDS)
    .exactOptional()
    .describe('after which it is ended and the sequence fails; default: 30'),
  exitCode: z.int().min(0).max(255).exactOptional().describe('with which it must end; default: 0'),
};
const valueList = z.array(scalar).min(1).max(MOST_VALUES);
const valueRange = z.strictObject({
  from: z.number(),
  to: z.number(),
  points: z.int().min(2).max(MOST_VALUES),
  spacing: z.enum(['linear', 'logarithmic']),
});

/** Steps with every variable put in: what each kind of step must then be. */
export const boundStepSchemas = {
  verify: z.strictObject(verifyShape),
  measure: z.strictObject(measureShape),
  prompt: z.strictObject(promptShape),
  command: z.strictObject(commandShape),
};
export const loopSchema = z.strictObject({
  for: name.describe('the variable'),
  in: z.union([valueList, valueRange]).describe('its values, in order'),
  steps: z.array(z.unknown()).min(1).max(MOST_STEPS),
});

/** What a step may be, each by the key that says so. */
export const STEP_KINDS = ['verify', 'measure', 'prompt', 'command', 'for'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

const writtenLimits = z
  .array(z.strictObject(orVariables(figureLimitShape)))
  .max(100)
  .exactOptional();
const stepSchema: z.ZodType = z
  .lazy(() =>
    z.union([
      z.strictObject({ ...verifyShape, limits: writtenLimits }),
      z.strictObject({
        ...orVariables(measureShape),
        id: id.exactOptional(),
        settings: z.strictObject(orVariables(measureSettingsSchema.shape)).exactOptional(),
        limits: writtenLimits,
      }),
      z.strictObject(promptShape),
      z.strictObject({ ...commandShape, timeoutSeconds: orVariable(commandShape.timeoutSeconds) }),
      z.strictObject({ ...loopSchema.shape, steps: z.array(stepSchema).min(1).max(MOST_STEPS) }),
    ]),
  )
  .describe('one step, known by its first key; every ${name} in it becomes the value of that variable');

/** The head of a sequence: all but what its steps are. */
export const sequenceHeadSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  sequence: text.describe('its name'),
  description: text.exactOptional(),
  variables: z.record(name, scalar).exactOptional().describe('variables with their usual values'),
  steps: z.array(z.unknown()).min(1).max(MOST_STEPS),
});

/** A sequence as it is written. Published as `docs/schema/sequence.schema.json`. */
export const sequenceFileSchema = z
  .strictObject({ ...sequenceHeadSchema.shape, steps: z.array(stepSchema).min(1).max(MOST_STEPS) })
  .describe('A sequence of steps for one unit, as Ampbench runs it; docs/sequences.md explains each key.');
