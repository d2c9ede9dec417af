import type { Command } from 'commander';
import { AmpbenchError } from '../../core/errors.ts';
import type { DeviationRules } from '../../core/verdict/deviationRules.ts';
import { readRuleOption, readRules } from '../../core/verdict/readRules.ts';
import { readTextFile } from '../references.ts';
import { collected } from './collected.ts';

export interface RuleOptions {
  /** A JSON file of rules. */
  readonly rules?: string;
  /** `key=value`, each over those of the file. */
  readonly rule?: readonly string[];
}

/** Adds `--rules` and `--rule` to a command that judges a card. */
export const addRuleOptions = (command: Command): Command =>
  command
    .option(
      '--rules <file>',
      'deviation rules as JSON: what a claim means where its maker did not say (docs/verdicts.md)',
    )
    .option(
      '--rule <key=value>',
      'one deviation rule, such as thdnLimitRatio=0.001 or bandHz=20,80000; may be repeated',
      collected,
    );

/**
 * The rules of a run from its options; undefined where none is given.
 * @throws AmpbenchError kind `usage`, naming key, value and what is allowed
 */
export async function rulesFrom({ rules: file, rule = [] }: RuleOptions): Promise<DeviationRules | undefined> {
  if (file === undefined && rule.length === 0) return undefined;
  const fromFile = file === undefined ? {} : readRules(await jsonOf(file), file);
  return rule.length === 0
    ? readRules(fromFile, file ?? '--rule')
    : readRules({ ...fromFile, ...Object.fromEntries(rule.map(readRuleOption)) }, '--rule');
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readTextFile(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AmpbenchError('usage', 'rules-not-json', `${file} is not JSON: ${error.message}`, { file });
  }
}
