import { AmpbenchError } from '../errors.ts';
import { DEFAULT_RULES, deviationRulesSchema, type DeviationRules } from './deviationRules.ts';

const KEYS = Object.keys(DEFAULT_RULES).join(', ');

/**
 * The rules of a run: the product's own, with those that the person gave in their place.
 * @param given some or all rules by name, as read from a file or from options
 * @param place where they were given, for messages: `rules.json`, `--rule`
 * @throws AmpbenchError `usage/rule-unknown` and `usage/rule-value`, naming key, value and what is allowed
 */
export function readRules(given: unknown, place: string): DeviationRules {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new AmpbenchError(
      'usage',
      'rule-value',
      `${place} is no set of rules but must be an object of rule names and values`,
      { place },
      `rules are ${KEYS}`,
    );
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(DEFAULT_RULES, key)) continue;
    throw new AmpbenchError(
      'usage',
      'rule-unknown',
      `"${key}" in ${place} is no deviation rule; there are ${KEYS}`,
      { key, place },
      'docs/verdicts.md explains each rule',
    );
  }
  const parsed = deviationRulesSchema.safeParse({ ...DEFAULT_RULES, ...given });
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  const key = String(path[0]);
  const value: unknown = Object.entries(given).find(([name]) => name === key)?.[1];
  throw new AmpbenchError(
    'usage',
    'rule-value',
    `${key} is ${JSON.stringify(value)} in ${place} but it does not fit: ${message}`,
    { key, place, value: JSON.stringify(value) },
    `its usual value is ${JSON.stringify(DEFAULT_RULES[key as keyof DeviationRules])}`,
  );
}

/**
 * A rule as it stands on a command line, `thdnLimitRatio=0.001` or `bandHz=20,80000`, as a key and its value.
 * @throws AmpbenchError `usage/rule-value`
 */
export function readRuleOption(written: string): readonly [key: string, value: number | readonly number[]] {
  const at = written.indexOf('=');
  const key = written.slice(0, Math.max(at, 0)).trim();
  const numbers = written
    .slice(at + 1)
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (key === '' || numbers.some((value) => !Number.isFinite(value)))
    throw new AmpbenchError(
      'usage',
      'rule-value',
      `"${written}" is no rule and number, such as thdnLimitRatio=0.001 or bandHz=20,80000`,
      { written },
      `rules are ${KEYS}`,
    );
  return [key, numbers.length === 1 ? numbers[0] : numbers];
}
