import type { z } from 'zod';
import { AmpbenchError } from '../errors.ts';
import { readRules } from '../verdict/readRules.ts';
import type { Sequence, SequenceStep, Variables, VariableValue } from './sequence.ts';
import { boundStepSchemas, loopSchema, sequenceHeadSchema, STEP_KINDS, type StepKind } from './sequenceSchema.ts';
import { SequenceSource, type SourcePath } from './sequenceSource.ts';
import { substitute } from './substitute.ts';

/** More steps than this are a slip in a loop. */
const MOST_STEPS = 10_000;
const DEEPEST_LOOP = 8;
const USUAL_TIMEOUT_SECONDS = 30;

/**
 * Reads a sequence: checks it, writes its loops out and puts its variables in.
 * @param file its name, for messages
 * @param given variables in place of those the file gives them; each must be one the file names
 * @throws AmpbenchError of kind `data`, naming line, column, value and rule; `usage/variable-unknown`
 */
export function readSequence(text: string, file: string, given: Variables = {}): Sequence {
  const source = new SequenceSource(text, file);
  const head = check(source, sequenceHeadSchema, source.value, []);
  const usual = head.variables ?? {};
  for (const name of Object.keys(given))
    if (!Object.hasOwn(usual, name))
      throw new AmpbenchError(
        'usage',
        'variable-unknown',
        `"${name}" is no variable of ${file}; there are ${Object.keys(usual).join(', ') || 'none'}`,
        { name, file },
      );
  const variables = { ...usual, ...given };
  const writer = new StepWriter(source);
  writer.write(head.steps, ['steps'], variables, {}, 0);
  return { name: head.sequence, description: head.description ?? null, variables, steps: writer.steps };
}

/** Checks a part of the file against its schema. */
function check<Schema extends z.ZodType>(
  source: SequenceSource,
  schema: Schema,
  value: unknown,
  path: SourcePath,
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = [...path, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    throw source.fault(
      'sequence-key-unknown',
      `unknown key "${issue.keys[0]}"`,
      source.keyPlace(at, issue.keys[0]),
      'docs/sequences.md lists what each step knows',
    );
  const key = issue.path.filter((part) => typeof part === 'string').at(-1);
  const name = key === undefined ? 'the sequence' : key;
  const found = valueAt(value, issue.path);
  const shown = found === undefined ? 'is missing' : `is ${JSON.stringify(found)} but it does not fit`;
  throw source.fault('sequence-value', `${name} ${shown}: ${issue.message}`, source.placeAt(at));
}

function valueAt(value: unknown, path: SourcePath): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null ? (part as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** Writes steps out one after another, loops unrolled. */
class StepWriter {
  readonly steps: SequenceStep[] = [];
  readonly #source: SequenceSource;
  readonly #ids = new Set<string>();

  constructor(source: SequenceSource) {
    this.#source = source;
  }

  write(steps: readonly unknown[], path: SourcePath, variables: Variables, loop: Variables, depth: number): void {
    steps.forEach((step, index) => {
      const at = [...path, index];
      const kind = this.#kindOf(step, at);
      if (kind === 'for') this.#writeLoop(step, at, variables, loop, depth);
      else this.#writeStep(kind, this.#bind(step, variables, at), at, loop);
    });
  }

  #kindOf(step: unknown, path: SourcePath): StepKind {
    const isMap = typeof step === 'object' && step !== null;
    const found = isMap ? STEP_KINDS.filter((kind) => Object.hasOwn(step, kind)) : [];
    if (found.length === 1) return found[0];
    throw this.#source.fault(
      'sequence-step-unknown',
      found.length === 0
        ? `a step must have one of the keys ${STEP_KINDS.join(', ')}`
        : `a step does one thing, but this one has ${found.join(' and ')}`,
      this.#source.placeAt(path),
    );
  }

  #bind(value: unknown, variables: Variables, path: SourcePath): unknown {
    return substitute(value, variables, (name) =>
      this.#source.fault(
        'sequence-variable-unknown',
        `"${name}" is no variable here; there are ${Object.keys(variables).join(', ') || 'none'}`,
        this.#source.placeAt(path),
        'give it under variables, or write $${…} for the words themselves',
      ),
    );
  }

  #writeLoop(step: unknown, path: SourcePath, variables: Variables, loop: Variables, depth: number): void {
    const { steps, ...head } = step as { readonly steps?: unknown };
    const bound = { ...(this.#bind(head, variables, path) as object), ...(steps === undefined ? {} : { steps }) };
    const { for: name, in: values, steps: inner } = check(this.#source, loopSchema, bound, path);
    if (Object.hasOwn(variables, name))
      throw this.#source.fault(
        'sequence-variable-doubled',
        `"${name}" is a variable already: a loop needs a name of its own`,
        this.#source.keyPlace(path, 'for'),
      );
    if (depth >= DEEPEST_LOOP)
      throw this.#source.fault(
        'sequence-too-deep',
        `loops lie more than ${DEEPEST_LOOP} deep`,
        this.#source.placeAt(path),
      );
    for (const value of Array.isArray(values) ? values : this.#rangeOf(values, path))
      this.write(inner, [...path, 'steps'], { ...variables, [name]: value }, { ...loop, [name]: value }, depth + 1);
  }

  #rangeOf(
    range: { readonly from: number; readonly to: number; readonly points: number; readonly spacing: string },
    path: SourcePath,
  ): number[] {
    const { from, to, points, spacing } = range;
    if (spacing === 'logarithmic' && (from <= 0 || to <= 0))
      throw this.#source.fault(
        'sequence-value',
        `a logarithmic range goes from ${from} to ${to} but both must be above 0`,
        this.#source.keyPlace(path, 'in'),
      );
    return Array.from({ length: points }, (_, index) => {
      const share = index / (points - 1);
      const value = spacing === 'linear' ? from + (to - from) * share : from * (to / from) ** share;
      // Twelve digits: what lies behind them is the noise of binary arithmetic, and ids are made of these
      return Number(value.toPrecision(12));
    });
  }

  #writeStep(kind: Exclude<StepKind, 'for'>, bound: unknown, path: SourcePath, loop: Variables): void {
    if (this.steps.length >= MOST_STEPS)
      throw this.#source.fault(
        'sequence-too-long',
        `its loops make more than ${MOST_STEPS} steps`,
        this.#source.placeAt(path),
      );
    const place = this.#source.placeAt(path);
    const head = (id: string | undefined, usual: string): { id: string; place: typeof place; loop: Variables } => ({
      id: this.#uniqueId(id ?? usual, loop),
      place,
      loop,
    });
    switch (kind) {
      case 'verify': {
        const { id, verify: card, rules, limits = [] } = check(this.#source, boundStepSchemas.verify, bound, path);
        const where = `line ${place.line}`;
        const ownRules = rules === undefined ? null : readRules(rules, where);
        this.steps.push({ ...head(id, `verify-${card}`), kind, card, rules: ownRules, limits });
        break;
      }
      case 'measure': {
        const step = check(this.#source, boundStepSchemas.measure, bound, path);
        const {
          id,
          measure,
          path: through = 'dut',
          outputVolts = 1,
          loadOhms = null,
          settings = {},
          limits = [],
        } = step;
        const measurement = { kind: measure, settings, path: through, outputVoltsRms: outputVolts, loadOhms };
        this.steps.push({ ...head(id, measure), kind, measurement, limits });
        break;
      }
      case 'prompt': {
        const { id, prompt: text } = check(this.#source, boundStepSchemas.prompt, bound, path);
        this.steps.push({ ...head(id, 'prompt'), kind, text: String(text) });
        break;
      }
      case 'command': {
        const step = check(this.#source, boundStepSchemas.command, bound, path);
        const { id, command: words, timeoutSeconds = USUAL_TIMEOUT_SECONDS, exitCode = 0 } = step;
        this.steps.push({ ...head(id, 'command'), kind, words: words.map(String), timeoutSeconds, exitCode });
        break;
      }
    }
  }

  /** `thdn`, in a loop `thdn.load-33`, and a number behind it where it is there already. */
  #uniqueId(base: string, loop: Variables): string {
    const parts = [base, ...Object.entries(loop).map(([name, value]) => `${name}-${value}`)];
    const wanted = parts.map(fileWord).join('.').slice(0, 100);
    let id = wanted;
    for (let number = 2; this.#ids.has(id); number++) id = `${wanted}-${number}`;
    this.#ids.add(id);
    return id;
  }
}

/** Letters, digits, dots and hyphens of a text: what may stand in a file's name. */
const fileWord = (text: VariableValue): string =>
  String(text)
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
