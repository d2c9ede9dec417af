import { expect, it } from 'vitest';
import { resultChanges, type NamedFigure } from '../../core/report/resultChanges.ts';
import { compareRuns } from '../../core/report/runComparison.ts';
import type { Figure } from '../../core/result/figure.ts';

const figure = (change: Partial<Figure> = {}): Figure => ({
  id: 'gain',
  channel: 'left',
  value: 2,
  unit: 'ratio',
  uncertainty: 0.01,
  uncertaintyParts: [],
  definitionId: 'gain.tone',
  conditions: { frequencyHz: 1000 },
  flags: [],
  text: 'text',
  ...change,
});
const named = (change: Partial<Figure> = {}, series = 'gain/gain/left'): NamedFigure => ({
  series,
  claim: null,
  figure: figure(change),
});
const judged = (verdict: 'pass' | 'fail', reasonCode: 'within' | 'exceeds'): NamedFigure => ({
  series: 'claim/c1',
  claim: { verdict, reasonCode },
  figure: figure(),
});

it('finds nothing where nothing differs', () => {
  expect(resultChanges([named(), judged('pass', 'within')], [named(), judged('pass', 'within')])).toEqual([]);
});

it.each<[string, Partial<Figure>, string, RegExp]>([
  ['another definition', { definitionId: 'gain.sweep', value: 3 }, 'defined', /was gain\.tone and is gain\.sweep/u],
  ['another unit', { unit: 'V' }, 'defined', /the unit was ratio and is V/u],
  ['other conditions', { conditions: { frequencyHz: 997 } }, 'conditions', /"frequencyHz":1000.*"frequencyHz":997/u],
  ['a value beyond rounding', { value: 2 * (1 + 2e-9) }, 'computed', /the value was 2 and is 2\.000000004/u],
  ['a value that rounding explains', { value: 2 * (1 + 5e-10) }, 'rounded', /the value/u],
  ['another uncertainty', { uncertainty: 0.02 }, 'computed', /the uncertainty was 0\.01 and is 0\.02/u],
  ['a value that cannot be had any more', { value: null }, 'computed', /was 2 and is absent/u],
])('says that it is %s', (_, change, reason, words) => {
  const [found] = resultChanges([named()], [named(change)]);
  expect(found).toMatchObject({ series: 'gain/gain/left', reason });
  expect(found.text).toMatch(words);
});

it('says where a claim is judged otherwise, and what is new or gone', () => {
  const changes = resultChanges(
    [judged('pass', 'within'), named({}, 'a/gain/left')],
    [judged('fail', 'exceeds'), named({}, 'b/gain/left')],
  );
  expect(changes.map(({ series, reason }) => [series, reason])).toEqual([
    ['claim/c1', 'judged'],
    ['a/gain/left', 'removed'],
    ['b/gain/left', 'added'],
  ]);
});

it('compares the figures that both runs have, first less second', () => {
  const rows = compareRuns(
    [named({ value: 2.05 }), named({}, 'only/here')],
    [named(), { series: 'gain/gain/right', figure: null }],
    false,
  );
  expect(rows).toHaveLength(1);
  // √(0.01² + 0.01²) < 0.05
  expect(rows[0].difference).toMatchObject({ unit: 'ratio', isSignificant: true });
});
