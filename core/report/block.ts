import type { VerdictWord } from '../result/verification.ts';
import type { Chart } from './chart.ts';
import type { ReportPhoto } from './photos.ts';

/** How a piece of text stands out: `strong` is a measured value and never broken over lines, `mono` the maker's words and names of things. */
export type Tone = 'plain' | 'strong' | 'dim' | 'faint' | 'mono' | 'flag' | 'damage';

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** Spans of one line; it wraps where it is too long. */
export type RichLine = readonly Span[];

export interface TableCell {
  readonly lines: readonly RichLine[];
  /** Columns it takes; default 1. */
  readonly span?: number;
}

export interface TableColumn {
  readonly title: string;
  /** Of the table's width. */
  readonly share: number;
  readonly align: 'left' | 'right';
}

/** A row of the verdict table. */
export interface ClaimRow {
  readonly number: number;
  readonly label: string;
  /** The maker's words, less the label. */
  readonly words: string;
  readonly rule: string | null;
  /** Letters of the assumptions it rests on. */
  readonly letters: readonly string[];
  readonly measured: string | null;
  readonly channel: string;
  readonly margin: string;
  readonly verdict: VerdictWord;
  /** Why, unless the numbers say it. */
  readonly reason: string;
  readonly reasonCode: string;
}

/** One part of a report. Every format (HTML, Markdown, pages) draws the same blocks; text in them is not escaped. */
export type Block =
  | {
      readonly kind: 'head';
      readonly overline: string;
      readonly title: string;
      readonly subtitle: string;
      readonly facts: readonly (readonly [string, string])[];
    }
  | { readonly kind: 'banner'; readonly word: string; readonly text: string }
  | { readonly kind: 'summary'; readonly counts: Readonly<Record<VerdictWord, number>> }
  | { readonly kind: 'claims'; readonly rows: readonly ClaimRow[] }
  | { readonly kind: 'charts'; readonly charts: readonly Chart[] }
  | {
      readonly kind: 'heading';
      readonly level: 2 | 3;
      readonly text: string;
      readonly badge?: string;
      readonly aside?: string;
    }
  | { readonly kind: 'paragraph'; readonly lines: readonly RichLine[] }
  | { readonly kind: 'notes'; readonly items: readonly (readonly [string, string])[] }
  | { readonly kind: 'facts'; readonly items: readonly (readonly [string, string])[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly TableColumn[];
      readonly rows: readonly (readonly TableCell[])[];
    }
  | { readonly kind: 'photos'; readonly photos: readonly ReportPhoto[] }
  | { readonly kind: 'foot'; readonly text: string };

/** A report in no format yet. */
export interface Report {
  readonly title: string;
  readonly simulated: boolean;
  /** When the run was started, ISO 8601 in UTC; null where the run does not say. */
  readonly startedAt: string | null;
  readonly blocks: readonly Block[];
}

export const span = (text: string, tone: Tone = 'plain'): Span => ({ text, tone });

/** A cell of one line. */
export const cell = (text: string, tone: Tone = 'plain'): TableCell => ({
  lines: text === '' ? [] : [[span(text, tone)]],
});

export const paragraph = (text: string, tone: Tone = 'plain'): Block => ({
  kind: 'paragraph',
  lines: [[span(text, tone)]],
});

/** A heading with what stands under it; nothing where nothing does. */
export const section = (text: string, blocks: readonly Block[]): Block[] =>
  blocks.length === 0 ? [] : [{ kind: 'heading', level: 2, text }, ...blocks];
