import type { Check } from './judgeLimits.ts';
import type { SequenceResult, StepResult } from './stepResult.ts';

/** Characters that XML 1.0 does not allow even escaped: control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // In an attribute these would be read as blanks
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

const escape = (text: string): string =>
  text.replaceAll(NOT_XML, '\ufffd').replaceAll(/[&<>"\n\r\t]/g, (character) => ESCAPES[character]);

type Attributes = Readonly<Record<string, string | number>>;

function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(String(value))}"`);
  const start = `<${name}${written.join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>\n${children.join('\n')}\n</${name}>`;
}

interface Case {
  readonly name: string;
  readonly trouble: 'failure' | 'error' | 'skipped' | null;
  readonly type: string;
  readonly message: string;
}

/** What is undecided is no pass: it is a failure of type `inconclusive`. What this rig or no instrument can measure is skipped. */
const TROUBLE: Readonly<Record<Check['verdict'], Case['trouble']>> = {
  pass: null,
  fail: 'failure',
  inconclusive: 'failure',
  'not-verifiable': 'skipped',
  manual: 'skipped',
};

/** The cases of a step: one for each claim or limit, else one for the step itself; what went wrong with the step is one more. */
function casesOf(step: StepResult): Case[] {
  const { title, checks, error, outcome } = step;
  if (error !== null) return [{ name: title, trouble: 'error', type: error.code, message: error.message }];
  if (outcome === 'not-run')
    return [{ name: title, trouble: 'skipped', type: 'not-run', message: 'an earlier step ended the sequence' }];
  if (checks.length === 0) return [{ name: title, trouble: null, type: '', message: '' }];
  return checks.map(({ name, verdict, text }) => ({ name, trouble: TROUBLE[verdict], type: verdict, message: text }));
}

/**
 * A sequence's result as JUnit XML, the form that CI systems read: one suite, a case for each limit, claim and other step. A step's time stands with its
 * first case.
 */
export function renderJunit(result: SequenceResult): string {
  const cases = result.steps.flatMap((step) =>
    casesOf(step).map((each, index) => ({ ...each, step, seconds: index === 0 ? step.seconds : 0 })),
  );
  const count = (trouble: Case['trouble']): number => cases.filter((each) => each.trouble === trouble).length;
  const totals = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: result.seconds.toFixed(3),
  };
  const properties = {
    rig: result.rigId,
    serial: result.serial ?? '',
    simulated: String(result.simulated),
    ...Object.fromEntries(Object.entries(result.variables).map(([name, value]) => [`variable.${name}`, value])),
  };
  const suite = element(
    'testsuite',
    { name: result.name, ...totals, timestamp: result.startedAt.replace(/(\.\d+)?Z$/u, '') },
    [
      element(
        'properties',
        {},
        Object.entries(properties).map(([name, value]) => element('property', { name, value })),
      ),
      ...cases.map(({ name, trouble, type, message, step, seconds }) =>
        element(
          'testcase',
          { name, classname: `${result.name}.${step.id}`, time: seconds.toFixed(3) },
          trouble === null ? [] : [element(trouble, trouble === 'skipped' ? { message } : { type, message })],
        ),
      ),
    ],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', totals, [suite])}\n`;
}
