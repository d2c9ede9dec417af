import { describe, expect, it } from 'vitest';
import { figureTable } from '../../core/report/blocks/figureTable.ts';
import { renderHtml } from '../../core/report/html.ts';
import type { Figure } from '../../core/result/figure.ts';

const figure = (id: string, channel: string, text: string, rest: Partial<Figure> = {}): Figure => ({
  id,
  channel,
  value: 2,
  unit: 'ohm',
  uncertainty: 0.1,
  uncertaintyParts: [
    { source: 'load-tolerance', value: 0.1 },
    { source: 'calibration', value: 0.001 },
  ],
  definitionId: `${id}.v1`,
  conditions: { frequencyHz: 997 },
  flags: [],
  text,
  ...rest,
});

function rowsOf(figures: readonly Figure[]): string[] {
  const html = renderHtml({ title: 'figures', simulated: true, startedAt: null, blocks: [figureTable(figures)] });
  return html
    .split('<tbody>')[1]
    .split('</tr>')
    .slice(0, -1)
    .map((row) =>
      row
        .replaceAll(/<[^>]+>/gu, ' ')
        .replaceAll(/\s+/gu, ' ')
        .trim(),
    );
}

describe('the figures of a step', () => {
  it('stand with their channels side by side, what they share told once', () => {
    expect(rowsOf([figure('gain', 'left', 'A'), figure('gain', 'right', 'B')])).toEqual([
      'gain left A right B gain.v1 997 Hz U from load tolerance 5.0 % of the value',
    ]);
  });

  it('tell apart what differs between channels, and keep a second figure of the same id apart', () => {
    const rows = rowsOf([
      figure('thd-n', 'left', 'A', { flags: ['clipped'] }),
      figure('thd-n', 'left', 'C', { conditions: { frequencyHz: 100 } }),
      figure('thd-n', 'right', 'B'),
    ]);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('left A right B');
    expect(rows[0]).toContain('left: clipped');
    expect(rows[1]).toContain('left C thd-n.v1 100 Hz');
  });

  it('put all harmonics of a channel into one row', () => {
    const harmonic = { definitionId: 'harmonic.re-fundamental' };
    const rows = rowsOf(
      ['left', 'right'].flatMap((channel) => ['h2', 'h3', 'h10'].map((id) => figure(id, channel, `-${id}`, harmonic))),
    );
    expect(rows).toEqual(
      ['left', 'right'].map((channel) => `harmonics ${channel} h2 -h2 h3 -h3 h10 -h10 harmonic.re-fundamental 997 Hz`),
    );
  });

  it('give the parts of U in their unit where U exceeds the value', () => {
    expect(rowsOf([figure('output-inductance', 'left', 'A', { value: 0.05 })])[0]).toMatch(
      /U from load tolerance 100\sm?Ω$/u,
    );
  });
});
