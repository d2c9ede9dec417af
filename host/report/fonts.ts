import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import type { Font } from 'fontkit';
import type { FontName } from '../../core/report/page/pageItem.ts';

const require = createRequire(import.meta.url);

/** The fonts' packages hold plain TrueType files under the SIL Open Font License, which allows embedding. */
const FILES: Readonly<Record<FontName, () => string>> = {
  regular: () => require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  medium: () => require.resolve('@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf'),
  semibold: () => require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  mono: () => require.resolve('@expo-google-fonts/jetbrains-mono/500Medium/JetBrainsMono_500Medium.ttf'),
};

/**
 * OpenType features a run is set with. Contextual alternates are off: they would make a × of the x in `11 x 13` and an arrow of `->`, and the maker's
 * words must stay as they are.
 */
export type Features = Readonly<Record<string, boolean>>;

const FIGURES: Features = { calt: false, tnum: true };
/** Inter widens a hyphen with the figures, so that one is set without. */
const HYPHEN: Features = { calt: false };
/** A zero that is no O. */
const MONO: Features = { calt: false, zero: true };

const featuresOf = (name: FontName, character: string): Features =>
  name === 'mono' ? MONO : character === '-' ? HYPHEN : FIGURES;

/** Stands for a character that no font has. */
const MISSING = '□';

/** A stretch of text in one font, with only characters that font has. */
export interface FontRun {
  readonly font: FontName;
  readonly text: string;
  readonly features: Features;
}

const loaded = new Map<FontName, { readonly font: Font; readonly bytes: Buffer }>();

function load(name: FontName): { readonly font: Font; readonly bytes: Buffer } {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const bytes = readFileSync(FILES[name]());
  const font = fontkit.create(bytes) as Font;
  const made = { font, bytes };
  loaded.set(name, made);
  return made;
}

export const fontBytes = (name: FontName): Buffer => load(name).bytes;

export const fontOf = (name: FontName): Font => load(name).font;

/** Splits a text where a font lacks a character: that one is taken from Inter, or a box stands for it. */
export function fontRuns(text: string, wanted: FontName): FontRun[] {
  const runs: { font: FontName; text: string; features: Features }[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    const has = (name: FontName): boolean => load(name).font.hasGlyphForCodePoint(codePoint);
    const font = has(wanted) ? wanted : 'regular';
    const shown = has(font) ? character : MISSING;
    const last = runs.at(-1);
    const features = featuresOf(font, character);
    if (last?.font === font && last.features === features) last.text += shown;
    else runs.push({ font, text: shown, features });
  }
  return runs;
}

const widths = new Map<string, number>();
/** Words repeat over a report; more than these are not kept. */
const MOST_WIDTHS = 20_000;

/** Width of a run at size 1. */
export function runWidth({ font: name, text, features }: FontRun): number {
  const key = `${name}\n${features === HYPHEN ? '-' : ''}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const { font } = load(name);
  const width = font.layout(text, features).advanceWidth / font.unitsPerEm;
  if (widths.size < MOST_WIDTHS) widths.set(key, width);
  return width;
}

/** Width of a text as it is drawn, pixels. */
export const measureText = (text: string, font: FontName, sizePixels: number): number =>
  fontRuns(text, font).reduce((sum, run) => sum + runWidth(run), 0) * sizePixels;
