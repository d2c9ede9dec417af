import { describe, expect, it } from 'vitest';
import type { Block } from '../../core/report/block.ts';
import { LAYOUTS, type Layout } from '../../core/report/choices.ts';
import { renderHtml } from '../../core/report/html.ts';
import { renderMarkdown } from '../../core/report/markdown.ts';
import { buildReport } from '../../core/report/report.ts';
import { DEFAULT_RULES as DEFAULTS } from '../../core/verdict/deviationRules.ts';
import type { Verification, VerdictWord } from '../../core/result/verification.ts';
import { exampleVerification } from './exampleVerification.ts';
import { hostileVerification } from './hostileVerification.ts';

const VERDICTS: readonly VerdictWord[] = ['pass', 'fail', 'inconclusive', 'not-verifiable', 'manual'];

/** One claim of each verdict. */
const allVerdicts: Verification = {
  ...exampleVerification,
  claims: VERDICTS.map((verdict, index) => ({
    ...exampleVerification.claims[0],
    id: `c${index + 1}`,
    verdict,
    text: `why it is ${verdict}`,
  })),
};

const blocksOf = (verification: Verification, layout: Layout): readonly Block[] =>
  buildReport(verification, layout).blocks;

const headings = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (block.kind === 'heading' && block.level === 2 ? [block.text] : []));

const textOf = (block: Block | undefined): string => JSON.stringify(block);

describe('the layouts', () => {
  it.each(LAYOUTS)(
    '[REP-LAY-1] %s says who was measured first, SIMULATED next, and how it was judged last',
    (layout) => {
      const blocks = blocksOf(exampleVerification, layout);
      expect(blocks[0].kind).toBe('head');
      expect(blocks[1]).toMatchObject({ kind: 'banner', word: 'SIMULATED' });
      expect(textOf(blocks.at(-1))).toContain('k = 2');
      expect(textOf(blocksOf({ ...exampleVerification, simulated: false }, layout)[1])).not.toContain('SIMULATED');
    },
  );

  it('[REP-LAY-2] card has the table and its notes only; one-page its curves too, but no spectra', () => {
    expect(blocksOf(exampleVerification, 'card').map(({ kind }) => kind)).toEqual([
      'head',
      'banner',
      'summary',
      'claims',
      'notes',
      'foot',
    ]);
    const charts = blocksOf(exampleVerification, 'one-page').find((block) => block.kind === 'charts')!;
    expect(charts.charts.length).toBeGreaterThan(1);
    expect(charts.charts.map(({ y }) => y.title)).not.toContain('Level (dBV)');
  });

  it('[REP-LAY-3] stereophile says what was not measured instead of leaving it out', () => {
    const blocks = blocksOf({ ...exampleVerification, steps: [], curves: [] }, 'stereophile');
    const parts = [
      'Gain',
      'Impedances',
      'Frequency response',
      'Separation and balance',
      'Noise',
      'Distortion',
      'Clipping',
    ];
    expect(headings(blocks).slice(0, parts.length)).toEqual(parts);
    for (const part of parts) {
      const at = blocks.findIndex((block) => block.kind === 'heading' && block.text === part);
      expect(textOf(blocks[at + 1])).toContain('not measured');
    }
  });

  it('[REP-LAY-4] stereophile gives impedances at 20 Hz, 1 kHz and 20 kHz, with U only where it is known', () => {
    const table = blocksOf(exampleVerification, 'stereophile').filter((block) => block.kind === 'table');
    expect(table[0].columns.slice(1).map(({ title }) => title.replace('\u00a0', ' '))).toEqual([
      '20 Hz',
      '1 kHz',
      '20 kHz',
    ]);
    const { curves } = exampleVerification;
    const bare = curves.map(({ id, channel, title, loadOhms, x, xUnit, y, yUnit }) => ({
      id,
      channel,
      title,
      loadOhms,
      x,
      xUnit,
      y,
      yUnit,
    }));
    const cells = (verification: Verification): string =>
      textOf(blocksOf(verification, 'stereophile').find((block) => block.kind === 'table'));
    expect(cells(exampleVerification)).toContain('±');
    expect(cells({ ...exampleVerification, curves: bare })).toContain('about ');
    expect(cells({ ...exampleVerification, curves: bare })).not.toContain('±');
  });

  it('[REP-LAY-5] full tells of every claim without pass or fail why, and what to buy', () => {
    const blocks = blocksOf(
      {
        ...allVerdicts,
        toBuy: [{ what: 'load', ohms: 33, ratedWatts: 5, count: 2, claimIds: ['c4'], text: '33 Ω, 5 W resistor' }],
      },
      'full',
    );
    const after = (title: string): string =>
      textOf(blocks[blocks.findIndex((block) => block.kind === 'heading' && block.text === title) + 1]);
    const open = after('What could not be verified, and why');
    for (const verdict of VERDICTS)
      expect(`${verdict} ${open.includes(`why it is ${verdict}`)}`).toBe(
        `${verdict} ${verdict !== 'pass' && verdict !== 'fail'}`,
      );
    expect(after('What to buy to verify the rest')).toContain('33 Ω, 5 W resistor');
    expect(after('Rules where a card leaves something out')).toContain('0.5 dB');
    expect(after('Definitions')).toContain(exampleVerification.steps[0].figures[0].definitionId);
  });

  it('[REP-LAY-6] marks the rules that were set for the run', () => {
    const { blocks } = buildReport(
      { ...exampleVerification, rules: { ...(exampleVerification.rules ?? DEFAULTS), gainToleranceDb: 1.25 } },
      'full',
    );
    const notes = blocks.filter((block) => block.kind === 'notes').map(textOf);
    const marked = notes.join('').match(/[^"]*\(set for this run\)/gu) ?? [];
    expect(marked).toHaveLength(1);
    expect(marked[0]).toContain('1.25 dB');
  });

  it.each(LAYOUTS)('[REP-LAY-7] %s stands an empty run and hostile text, in HTML and Markdown', (layout) => {
    const empty = { ...exampleVerification, claims: [], steps: [], curves: [], captures: [], warnings: [] };
    for (const verification of [empty, hostileVerification, allVerdicts]) {
      const report = buildReport(verification, layout, { startedAt: '2026-03-04T05:06:07.000Z', runName: '<run>' });
      const html = renderHtml(report);
      expect(html).toContain('2026-03-04 05:06 UTC');
      expect(html).not.toMatch(/<run>|<script|<img|undefined|NaN/u);
      expect(renderMarkdown(report)).not.toMatch(/<(?:script|img|run)|undefined|NaN/u);
    }
  });
});
