import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MEASUREMENT_KINDS } from '../../core/measure/analysis.ts';
import { kindNamed, kinds } from '../../core/measure/kinds.ts';

const inProject = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const guide = readFileSync(inProject('docs/measurements.md'), 'utf8');

describe('kinds of measurement', () => {
  it.each(MEASUREMENT_KINDS)('%s can be had, is in the guide, and lies in a folder of its own', (kind) => {
    expect(kindNamed(kind).kind).toBe(kind);
    expect(guide).toContain(`\`${kind}\``);
    expect(existsSync(inProject(`core/measure/${kind}/kind.ts`))).toBe(true);
  });

  it('are these and no others', () => {
    expect([...kinds.keys()].sort()).toEqual([...MEASUREMENT_KINDS].sort());
  });

  it('are refused by name where there is no such kind', () => {
    expect(() => kindNamed('loudness')).toThrow(/"loudness" is no kind of measurement; there are .*thdn/u);
  });

  it('have definitions that the guide leads to', () => {
    const pages = [...guide.matchAll(/\]\((spec\/[a-z-]+\.md)\)/gu)].map(([, page]) => page);
    expect(pages.length).toBeGreaterThan(15);
    for (const page of pages) expect(existsSync(inProject(`docs/${page}`)), page).toBe(true);
  });
});
