import { describe, expect, it } from 'vitest';
import { renderJunit } from '../../core/sequence/junit.ts';
import type { Check } from '../../core/sequence/judgeLimits.ts';
import type { SequenceResult, StepResult } from '../../core/sequence/stepResult.ts';

const check = (name: string, verdict: Check['verdict']): Check => ({
  series: name,
  name,
  measured: null,
  lower: null,
  upper: 1,
  verdict,
  reasonCode: 'within',
  text: `text of ${name}`,
});
const step = (id: string, over: Partial<StepResult>): StepResult => ({
  id,
  kind: 'measure',
  title: `Title of ${id}`,
  loop: {},
  outcome: 'pass',
  seconds: 1.25,
  runFolder: null,
  error: null,
  figures: [],
  checks: [],
  ...over,
});
const RESULT: SequenceResult = {
  kind: 'sequence',
  schemaVersion: 1,
  name: 'line <1> & "2"',
  serial: 'SN\u0000\u0007 Ω\ud800 ]]>',
  rigId: 'sim:studio-384/hpa-1',
  simulated: true,
  startedAt: '2026-01-02T03:04:05.678Z',
  seconds: 4.5,
  variables: { load: 33 },
  outcome: 'error',
  steps: [
    step('thdn', { checks: [check('a\nb', 'pass'), check('b', 'fail'), check('c', 'inconclusive')] }),
    step('card', { checks: [check('d', 'not-verifiable'), check('e', 'manual')] }),
    step('relays', {
      kind: 'command',
      outcome: 'error',
      error: { kind: 'device', code: 'command-failed', message: 'it <broke>', data: {} },
    }),
    step('later', { outcome: 'not-run', seconds: 0 }),
  ],
};

/** Tags of a document, in order, checked to be nested; throws where it is not well formed. */
function tagsOf(xml: string): string[] {
  const open: string[] = [];
  const tags: string[] = [];
  const body = xml.replace(/^<\?xml[^>]*\?>\s*/, '');
  for (const [, end, name, , selfClosed] of body.matchAll(
    /<(\/?)([a-z]+)((?: [a-z.]+="[^"<]*")*)\s*(\/?)>|<|&(?!(?:amp|lt|gt|quot|#\d+);)/g,
  )) {
    if ((name as string | undefined) === undefined) throw new Error('a stray < or &');
    if (end === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes another`);
      continue;
    }
    tags.push(name);
    if (selfClosed === '') open.push(name);
  }
  if (open.length > 0) throw new Error(`${open.join()} stay open`);
  return tags;
}

describe('JUnit XML', () => {
  const xml = renderJunit(RESULT);

  it('is well formed, whatever names and serials hold', () => {
    expect(tagsOf(xml).slice(0, 3)).toEqual(['testsuites', 'testsuite', 'properties']);
    expect(xml).toContain('name="line &lt;1&gt; &amp; &quot;2&quot;"');
    expect(xml).toContain('name="serial" value="SN\ufffd\ufffd Ω\ufffd ]]&gt;"');
    expect(xml).toContain('name="a&#10;b"');
  });

  it('counts what it holds', () => {
    expect(xml).toContain('tests="7" failures="2" errors="1" skipped="3" time="4.500"');
    const tags = tagsOf(xml);
    const count = (name: string): number => tags.filter((tag) => tag === name).length;
    expect([count('testcase'), count('failure'), count('error'), count('skipped')]).toEqual([7, 2, 1, 3]);
  });

  it('tells the undecided from the failed, and says what was measured where', () => {
    expect(xml).toContain('<failure type="fail" message="text of b"/>');
    expect(xml).toContain('<failure type="inconclusive" message="text of c"/>');
    expect(xml).toContain('<error type="command-failed" message="it &lt;broke&gt;"/>');
    expect(xml).toContain('name="variable.load" value="33"');
    expect(xml).toContain('name="simulated" value="true"');
    expect(xml).toContain('timestamp="2026-01-02T03:04:05"');
  });
});
