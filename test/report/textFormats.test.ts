import { describe, expect, it } from 'vitest';
import { assumptionNotes } from '../../core/report/assumptionNotes.ts';
import { conditionsText } from '../../core/report/conditionText.ts';
import { renderCsv } from '../../core/report/csv.ts';
import { renderMarkdown } from '../../core/report/markdown.ts';
import { buildReport } from '../../core/report/report.ts';
import { exampleVerification } from './exampleVerification.ts';
import { hostileVerification } from './hostileVerification.ts';

/** Cells of RFC 4180 text. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character === '"' && text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else if (character === '"') quoted = false;
      else cell += character;
    } else if (character === '"') quoted = true;
    else if (character === ',' || character === '\r') {
      rows.at(-1)!.push(cell);
      cell = '';
      if (character === '\r') {
        rows.push([]);
        index += 1;
      }
    } else cell += character;
  }
  return rows.slice(0, -1);
}

describe('CSV', () => {
  it('has one row for each claim, all of one length, values in full', () => {
    const [head, ...rows] = parseCsv(renderCsv(exampleVerification));
    expect(rows).toHaveLength(exampleVerification.claims.length);
    rows.forEach((row, index) => {
      expect(row).toHaveLength(head.length);
      const { measured, verdict, margin } = exampleVerification.claims[index];
      expect(row[head.indexOf('verdict')]).toBe(verdict);
      expect(row[head.indexOf('value')]).toBe(
        measured?.value === undefined || measured.value === null ? '' : String(measured.value),
      );
      expect(row[head.indexOf('margin')]).toBe(margin === null ? '' : String(margin));
      expect(row[head.indexOf('simulated')]).toBe('true');
    });
  });

  it('keeps hostile text in its cell and lets no spreadsheet compute it', () => {
    const [head, ...rows] = parseCsv(renderCsv(hostileVerification));
    expect(rows).toHaveLength(hostileVerification.claims.length);
    rows.forEach((row, index) => {
      expect(row).toHaveLength(head.length);
      const written = row[head.indexOf('as_written')];
      const { asWritten } = hostileVerification.claims[index];
      expect([asWritten, `'${asWritten}`]).toContain(written);
      for (const cell of row) if (Number.isNaN(Number(cell))) expect(cell).not.toMatch(/^\s*[=+\-@]/u);
    });
  });
});

describe('Markdown', () => {
  it('has one table row for each claim, with the figure as its own text', () => {
    const markdown = renderMarkdown(buildReport(exampleVerification, 'card'));
    const rows = markdown
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(1);
    expect(rows).toHaveLength(exampleVerification.claims.length);
    rows.forEach((row, index) => {
      const { measured, verdict } = exampleVerification.claims[index];
      expect(row).toContain(measured?.text ?? '–');
      expect(row).toContain(verdict.replace('-', ' '));
    });
    expect(markdown).toContain('SIMULATED');
  });

  it('lets no markup, link or cell border of a card through', () => {
    const markdown = renderMarkdown(buildReport(hostileVerification, 'card'));
    for (const row of markdown
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(1)) {
      expect(row.match(/(?<!\\)\|/gu)).toHaveLength(7);
    }
    expect(markdown).not.toMatch(/<(?:script|img|b)|(?<!\\)!\[|(?<!\\)\]\(|http:\/\//u);
  });
});

describe('assumption letters', () => {
  it('go on after z, and one sentence has one letter', () => {
    const claims = Array.from({ length: 60 }, (_, index) => ({ assumptions: [`sentence ${index}`, 'shared'] }));
    const notes = assumptionNotes(claims);
    expect(notes.entries).toHaveLength(61);
    expect(notes.entries[26][0]).toBe('aa');
    expect(notes.entries[52][0]).toBe('ba');
    expect(new Set(notes.entries.map(([letter]) => letter)).size).toBe(61);
    expect(notes.lettersOf(claims[59])[1]).toBe('b');
  });
});

describe('conditions as text', () => {
  it('lists the conditions that are stated, each with its unit', () => {
    const text = conditionsText({
      frequencyHz: 997,
      bandHz: [20, 20_000],
      outputVoltsRms: 1,
      loadOhms: 20,
      thdnLimitRatio: 0.01,
      channelsDriven: ['L', 'R'],
    });
    expect(text.replaceAll('\u00a0', ' ')).toBe(
      '997 Hz, band 20 Hz – 20 kHz, 1 V out, 20 Ω load, THD+N ≤ 1 %, L + R driven',
    );
    expect(conditionsText({})).toBe('');
    expect(conditionsText({ loadOhms: null })).toBe('no load');
  });
});
