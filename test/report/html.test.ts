import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../core/report/escapeHtml.ts';
import { renderHtml as renderReport } from '../../core/report/html.ts';
import { buildReport } from '../../core/report/report.ts';
import { REPORT_STYLE } from '../../core/report/htmlStyle.ts';
import type { Verification } from '../../core/result/verification.ts';
import { exampleVerification } from './exampleVerification.ts';
import { HOSTILE_TEXTS, hostileVerification } from './hostileVerification.ts';

/** Tags of a document with their attributes, found by a scanner that knows quotes. */
function tagsOf(html: string): { name: string; attributes: string }[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/giu)].map(([, name, attributes]) => ({
    name: name.toLowerCase(),
    attributes,
  }));
}

const renderHtml = (verification: Verification): string => renderReport(buildReport(verification, 'full'));

const bodyOf = (html: string): string => html.slice(html.indexOf('<body>'));
const html = renderHtml(exampleVerification);

describe('the HTML report', () => {
  it('shows every claim with its words, rule, figure text, verdict and, unless it passed, the reason', () => {
    for (const claim of exampleVerification.claims) {
      expect(html.includes(escapeHtml(claim.text)), claim.text).toBe(claim.verdict !== 'pass');
      if (claim.rule !== null) expect(html).toContain(escapeHtml(claim.rule));
      for (const assumption of claim.assumptions) expect(html).toContain(escapeHtml(assumption));
    }
    for (const { asWritten, label } of exampleVerification.card.claims) {
      expect(html).toContain(escapeHtml(asWritten.slice(label.length + 1)));
      expect(html).toContain(escapeHtml(label));
    }
  });

  it('prints every figure as its own text, digit for digit, with definition and conditions', () => {
    for (const { figures } of exampleVerification.steps) {
      for (const figure of figures) {
        expect(html).toContain(`<span class="measured">${escapeHtml(figure.text)}</span>`);
        expect(html).toContain(escapeHtml(figure.definitionId));
      }
    }
    const measured = [...html.matchAll(/<td class="num measured">([^<]*)<\/td>/gu)].map(([, text]) => text);
    const ruled = exampleVerification.claims.filter(({ rule, measured: figure }) => rule !== null || figure !== null);
    expect(measured).toEqual(ruled.map((claim) => escapeHtml(claim.measured?.text ?? '–')));
  });

  it('names every capture with the whole hash', () => {
    for (const { sha256, file } of exampleVerification.captures) {
      expect(html).toContain(sha256);
      expect(html).toContain(file);
    }
  });

  it('fetches nothing and runs nothing', () => {
    const report = renderHtml(hostileVerification);
    expect(report).toContain("default-src 'none'");
    for (const { name, attributes } of tagsOf(report)) {
      expect(['script', 'img', 'link', 'iframe', 'object', 'embed', 'base', 'form', 'image', 'use', 'a']).not.toContain(
        name,
      );
      const plain = attributes.replaceAll(/"[^"]*"/gu, '""');
      expect(plain, `attributes of <${name}>`).not.toMatch(/\s(?:on\w+|src|href|style)\s*=/iu);
    }
    expect(REPORT_STYLE).not.toMatch(/url\(|@import|http/u);
  });

  it('escapes hostile text wherever it may stand, and adds no element through it', () => {
    const report = renderHtml(hostileVerification);
    const harmless = renderHtml({ ...hostileVerification, ...replacedTexts(hostileVerification) });
    // How far a chart's label stands from its point, and so whether a line leads to it, depends on its length.
    const elements = (document: string) =>
      tagsOf(bodyOf(document)).flatMap(({ name, attributes }) => (attributes.includes('class="leader') ? [] : [name]));
    expect(elements(report)).toEqual(elements(harmless));
    expect(report.match(/<\/style>/gu)).toHaveLength(1);
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    expect(report).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
    for (const text of HOSTILE_TEXTS) expect(report).toContain(escapeHtml(text));
  });

  it('draws finite paths only, also of curves with gaps, zeros and single points', () => {
    const odd: Verification = {
      ...exampleVerification,
      curves: exampleVerification.curves.flatMap((curve) => [
        { ...curve, y: curve.y.map((value, index) => (index % 7 === 0 ? Number.NaN : index % 11 === 0 ? 0 : value)) },
        { ...curve, x: curve.x.slice(5, 6), y: curve.y.slice(5, 6), yUncertainty: [0] },
        { ...curve, x: [], y: [], yUncertainty: [] },
      ]),
    };
    for (const report of [html, renderHtml(odd)]) {
      const drawings = tagsOf(report).filter(({ name }) => ['path', 'text', 'circle', 'rect', 'svg'].includes(name));
      expect(drawings.length).toBeGreaterThan(100);
      for (const { attributes } of drawings) {
        expect(attributes.replaceAll(/aria-label="[^"]*"/gu, '')).not.toMatch(/NaN|Infinity|undefined|null/u);
      }
    }
  });

  it('tells traces apart without colour: another line pattern and another marker for each', () => {
    const rules = [...REPORT_STYLE.matchAll(/\.trace\.t(\d)\{stroke-dasharray:([^;}]*)/gu)];
    expect(new Set(rules.map(([, , dash]) => dash)).size).toBe(3);
    const markers = [...html.matchAll(/class="marker t(\d)" d="M[^a-z]*([a-z][^"]*)"/gu)].map(
      ([, style, shape]) => `${style} ${shape}`,
    );
    expect(new Set(markers).size).toBe(4);
  });

  it('says SIMULATED where it was, and only there', () => {
    expect(html).toContain('<b>SIMULATED</b>');
    expect(renderHtml({ ...exampleVerification, simulated: false })).not.toContain('SIMULATED');
  });

  it('stands without curves, steps, captures, claims', () => {
    const empty = renderHtml({
      ...exampleVerification,
      curves: [],
      steps: [],
      captures: [],
      claims: [],
      warnings: [],
      clock: null,
    });
    expect(empty).toContain('Nothing was captured');
    expect(empty).not.toContain('<figure');
  });

  it('keeps a spectrum of half a million lines small', () => {
    const count = 1 << 19;
    const x = Array.from({ length: count }, (_, index) => (index * 96_000) / count);
    const y = x.map((_, index) => 1e-7 * (1 + (index % 13)));
    const spectrum = { ...exampleVerification.curves.find(({ id }) => id === 'spectrum')!, x, y };
    expect(renderHtml({ ...exampleVerification, curves: [spectrum] }).length).toBeLessThan(200_000);
  });

  it('has the palette of the page', () => {
    const tokens = (text: string) =>
      new Map([...text.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/gu)].map(([, name, value]) => [name, value]));
    const css = readFileSync(new URL('../../renderer/style/tokens.css', import.meta.url), 'utf8');
    const [pageDark, pageLight] = css.split('prefers-color-scheme: light').map(tokens);
    const [reportLight, reportDark] = REPORT_STYLE.split('prefers-color-scheme:dark').map(tokens);
    for (const [page, report] of [
      [pageDark, reportDark],
      [pageLight, reportLight],
    ]) {
      const shared = [...page].filter(([name]) => report.has(name));
      expect(shared.length).toBeGreaterThanOrEqual(13);
      for (const [name, value] of shared) expect(`${name} ${report.get(name)}`).toBe(`${name} ${value}`);
    }
  });
});

/** The hostile example's texts, each replaced by a harmless one of its own, so that both documents have the same structure. */
function replacedTexts(source: Verification): Partial<Verification> {
  const calm = new Map(HOSTILE_TEXTS.map((text, index) => [text, `text ${String.fromCharCode(97 + index)}`]));
  const swap = (text: string): string => {
    let swapped = text;
    for (const [hostile, harmless] of calm) swapped = swapped.replaceAll(hostile, harmless);
    return swapped;
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return swap(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, walk(part)]));
    }
    return value;
  };
  return walk(source) as Verification;
}
