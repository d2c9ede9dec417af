import { describe, expect, it } from 'vitest';
import type { ChannelAnalysis } from '../../core/measure/analysis.ts';
import type { Figure } from '../../core/result/figure.ts';
import { absentFigure, makeFigure } from '../../core/result/makeFigure.ts';
import { withOwnShare } from '../../core/run/ownShare.ts';
import { withRatiosToNoise } from '../../core/run/ratiosToNoise.ts';
import { withThdBounds } from '../../core/run/thdBound.ts';
import { worstOverBand } from '../../core/run/worstOverBand.ts';
import { expectClose } from '../expectClose.ts';

const EXACT = { within: 1e-12, unit: 'relative', because: 'one closed form' };
const about = { channel: 'left', definitionId: 'x', conditions: {} };
const figure = (id: string, value: number, uncertainty = 0, unit: Figure['unit'] = 'ratio'): Figure =>
  makeFigure({ ...about, id, value, unit, parts: [{ source: 'repeatability', value: uncertainty }] });
const baselinePart = ({ uncertaintyParts }: Figure): number =>
  uncertaintyParts.find(({ source }) => source === 'baseline')?.value ?? Number.NaN;

describe('the rig’s share in a figure', () => {
  it('[VERDICT-2] of lines is that of both levels, in full', () => {
    const own = { capture: [figure('imd-smpte', 1e-5)], generator: [figure('imd-smpte', 2e-5)] };
    const shared = withOwnShare(figure('imd-smpte', 1e-4, 1e-6), own, 2);
    expectClose(baselinePart(shared) / 3e-5, 1, EXACT);
    expect(shared.value).toBe(1e-4);
    expect(shared.flags).not.toContain('baseline-limited');
    expect(withOwnShare(figure('imd-smpte', 5e-5), own, 2).flags).toContain('baseline-limited');
  });

  it('[VERDICT-2] of a unit that plays itself is that of the capture alone', () => {
    const own = { capture: [figure('imd-smpte', 1e-5)], generator: [figure('imd-smpte', 2e-5)] };
    expectClose(baselinePart(withOwnShare(figure('imd-smpte', 1e-4), own, null)) / 1e-5, 1, EXACT);
  });

  it('[VERDICT-2] of noise adds as power, through the gain, and only adds', () => {
    const own = { capture: [figure('noise', 3e-6, 0, 'V')], generator: [] };
    const unity = withOwnShare(figure('noise', 5e-6, 0, 'V'), own, 0.5);
    expectClose(baselinePart(unity) / 1e-6, 1, EXACT);
    expect(unity.flags).toContain('rig-only-adds');
    // 3 µV through a gain of 2 is more than was heard: all of it may be the rig's
    expectClose(baselinePart(withOwnShare(figure('noise', 5e-6, 0, 'V'), own, 2)) / 5e-6, 1, EXACT);
  });

  it('[VERDICT-2] of a balance is what the rig’s own channels differ by', () => {
    const own = { capture: [figure('channel-balance', 1.01)], generator: [] };
    expectClose(baselinePart(withOwnShare(figure('channel-balance', 0.9), own, 1)) / 0.009, 1, {
      ...EXACT,
      within: 1e-9,
    });
  });

  it('[VERDICT-2] leaves alone what it has no part in', () => {
    const level = figure('level', 1, 0, 'V');
    expect(withOwnShare(level, { capture: [figure('level', 1)], generator: [] }, 1)).toBe(level);
    const other = figure('imd-din', 1e-4);
    expect(withOwnShare(other, { capture: [figure('imd-smpte', 1e-5)], generator: [] }, 1)).toBe(other);
  });
});

describe('ratios to noise', () => {
  it('[CLAIM-1] of every weighting come from one full level, as uncertain as their noise', () => {
    const given = [figure('noise', 1e-5, 1e-6, 'V'), figure('noise-a', 5e-6, 1e-6, 'V'), figure('snr', 1e5)];
    const ratios = withRatiosToNoise('noise', given);
    const of = (id: string): Figure | undefined => ratios.find((each) => each.id === id);
    expectClose((of('snr')?.value ?? 0) / 1e5, 1, EXACT);
    expectClose((of('snr-a')?.value ?? 0) / 2e5, 1, EXACT);
    expectClose((of('snr-a')?.uncertainty ?? 0) / 4e4, 1, EXACT);
    expect(ratios.filter(({ id }) => id === 'snr')).toHaveLength(1);
    expect(withRatiosToNoise('thdn', given)).toEqual(given);
    expect(withRatiosToNoise('noise', given.slice(0, 2))).toEqual(given.slice(0, 2));
  });
});

describe('the worst of a range', () => {
  const analysis = (curves: ChannelAnalysis['curves'], figures: ChannelAnalysis['figures'] = {}): ChannelAnalysis => ({
    channel: 1,
    figures,
    curves,
    flags: [],
  });
  const crosstalk = {
    frequenciesHz: [100, 1000, 20_000],
    ratiosDb: [-120, -100, -60],
    uncertaintiesDb: [1, 0.1, 0.1],
    isBound: [1, 0, 0],
  };

  it('[CLAIM-1] separation is that of its own band', () => {
    const [wide] = worstOverBand('crosstalk', analysis({ crosstalk }), [20, 20_000]);
    expectClose(wide.value ?? 0, 1e-3, { ...EXACT, within: 1e-9 });
    expect(wide.conditions.frequencyHz).toBe(20_000);
    const [narrow] = worstOverBand('crosstalk', analysis({ crosstalk }), [20, 500]);
    expect(narrow.flags).toContain('below-noise');
    expect(worstOverBand('crosstalk', analysis({ crosstalk }), [30, 50])[0].value).toBeNull();
    expect(worstOverBand('crosstalk', analysis({}), [20, 20_000])[0].value).toBeNull();
  });

  it('[CLAIM-1] THD is the highest of the tones that have harmonics', () => {
    const curve = {
      frequenciesHz: [15_000, 5000, 100],
      thdRatios: [null, 2e-4, 1e-4],
      thdnUncertainties: [1e-5, 1e-5, 1e-5],
    };
    const [thd] = worstOverBand(
      'thdn-vs-frequency',
      analysis({ 'thdn-vs-frequency': curve }, { 'thd-n': figure('thd-n', 3e-4) }),
      undefined,
    );
    expect(thd).toMatchObject({ id: 'thd', value: 2e-4, conditions: { frequencyHz: 5000 } });
    expect(worstOverBand('thdn', analysis({}), [20, 20_000])).toEqual([]);
  });
});

describe('a THD that no harmonic shows of', () => {
  it('[VERDICT-3] is at most THD+N', () => {
    const absent = absentFigure({ ...about, id: 'thd', unit: 'ratio' }, 'below-noise', 'nothing');
    const [thd] = withThdBounds([absent, figure('thd-n', 2e-5, 1e-6)]);
    expect(thd).toMatchObject({ id: 'thd', value: 2e-5, flags: ['below-noise'] });
    expect(thd.text).toMatch(/^</);
    expect(withThdBounds([absent])).toEqual([absent]);
  });
});
