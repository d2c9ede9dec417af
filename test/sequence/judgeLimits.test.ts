import { describe, expect, it } from 'vitest';
import type { Figure } from '../../core/result/figure.ts';
import { makeFigure } from '../../core/result/makeFigure.ts';
import { figureLimitSchema, limitIn, type FigureLimit } from '../../core/sequence/figureLimit.ts';
import { judgeLimit } from '../../core/sequence/judgeLimits.ts';
import { outcomeOf } from '../../core/sequence/stepResult.ts';
import { expectClose } from '../expectClose.ts';

function stepFigure(value: number, uncertainty: number, channel = 'left') {
  const figure = makeFigure({
    id: 'thd-n',
    channel,
    value,
    unit: 'ratio',
    parts: [{ source: 'repeatability', value: uncertainty }],
    definitionId: 'thdn.lobe',
    conditions: {},
  });
  return { series: `thd-n/${channel}`, channelNumber: channel === 'left' ? 1 : 2, figure };
}

const LIMIT: FigureLimit = { figure: 'thd-n', upper: 0.01, unit: '%' };
const verdicts = (limit: FigureLimit, ...figures: ReturnType<typeof stepFigure>[]): string[] =>
  judgeLimit(limit, figures, null).map(({ verdict, reasonCode }) => `${verdict} ${reasonCode}`);

describe('limits of figures', () => {
  it('keep the whole uncertainty as guard band on both sides', () => {
    expect(verdicts(LIMIT, stepFigure(0.9e-4, 0.99e-5))).toEqual(['pass within']);
    expect(verdicts(LIMIT, stepFigure(0.9e-4, 1.01e-5))).toEqual(['inconclusive guard-band']);
    expect(verdicts(LIMIT, stepFigure(1.1e-4, 1.01e-5))).toEqual(['inconclusive guard-band']);
    expect(verdicts(LIMIT, stepFigure(1.1e-4, 0.99e-5))).toEqual(['fail exceeds']);
  });

  it('judge each channel, or the one that is named by name or number', () => {
    const both = [stepFigure(1e-5, 1e-6, 'left'), stepFigure(1e-3, 1e-6, 'right')];
    expect(verdicts(LIMIT, ...both)).toEqual(['pass within', 'fail exceeds']);
    expect(verdicts({ ...LIMIT, channel: 'right' }, ...both)).toEqual(['fail exceeds']);
    expect(verdicts({ ...LIMIT, channel: 1 }, ...both)).toEqual(['pass within']);
  });

  it('never pass in silence: no figure, no value, another unit, a damaged capture', () => {
    expect(verdicts({ ...LIMIT, figure: 'snr' }, stepFigure(1e-5, 1e-6))).toEqual(['not-verifiable not-run']);
    expect(verdicts({ ...LIMIT, unit: 'V' }, stepFigure(1e-5, 1e-6))).toEqual(['not-verifiable not-run']);
    const { figure, ...rest } = stepFigure(1e-5, 1e-6);
    const absent: Figure = { ...figure, value: null, uncertainty: null };
    expect(verdicts(LIMIT, { ...rest, figure: absent })).toEqual(['not-verifiable not-run']);
    const [damaged] = judgeLimit(LIMIT, [stepFigure(1e-5, 1e-6)], '64 samples were dropped');
    expect([damaged.verdict, damaged.reasonCode]).toEqual(['inconclusive', 'capture-damaged']);
  });

  it.each([
    ['%', 'ratio', 1, 0.01],
    ['dB', 'ratio', -100, 1e-5],
    ['dBV', 'V', 6.0205999, 2],
    ['dBu', 'V', 0, 0.7745966692],
    ['mW', 'W', 40, 0.04],
    ['kohm', 'ohm', 46, 46_000],
    ['dBFS', 'FS', -20, 0.1],
    ['degree', 'rad', 180, Math.PI],
  ] as const)('may be written in %s', (unit, figureUnit, upper, expected) => {
    expectClose(limitIn({ figure: 'x', upper, unit }, { unit: figureUnit })!.upper! / expected, 1, {
      within: 1e-8,
      unit: 'ratio',
      because: 'the decimals of the table above',
    });
  });

  it('must have an end, and the lower below the upper', () => {
    expect(figureLimitSchema.safeParse({ figure: 'x', unit: 'V' }).success).toBe(false);
    expect(figureLimitSchema.safeParse({ figure: 'x', unit: 'V', lower: 2, upper: 1 }).success).toBe(false);
    expect(figureLimitSchema.safeParse({ figure: 'x', unit: 'volt', lower: 2 }).success).toBe(false);
    expect(figureLimitSchema.safeParse({ figure: 'x', unit: 'V', lower: 1, upper: 2 }).success).toBe(true);
  });

  it('come to one outcome', () => {
    expect(outcomeOf(['pass', 'manual'])).toBe('pass');
    expect(outcomeOf(['pass', 'not-verifiable', 'fail'])).toBe('fail');
    expect(outcomeOf(['pass', 'not-verifiable'])).toBe('inconclusive');
    expect(outcomeOf([])).toBe('done');
  });
});
