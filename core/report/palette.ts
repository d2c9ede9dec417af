/** Colours of a report by role; the names are the page's design tokens. */
export interface Palette {
  readonly bg: string;
  readonly panel: string;
  readonly raise: string;
  readonly line: string;
  readonly 'line-2': string;
  readonly ink: string;
  readonly 'ink-2': string;
  readonly 'ink-3': string;
  readonly 'ch-l': string;
  readonly 'ch-r': string;
  readonly 'ch-3': string;
  readonly 'ch-4': string;
  readonly limit: string;
  readonly grid: string;
  readonly 'grid-2': string;
  readonly pass: string;
  readonly fail: string;
  readonly inconclusive: string;
  readonly nv: string;
  readonly manual: string;
  readonly 'warn-bg': string;
}

export type Theme = 'light' | 'dark';

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    bg: '#e9ebec',
    panel: '#fbfbfa',
    raise: '#eff1f1',
    line: '#dfe2e3',
    'line-2': '#c6cbce',
    ink: '#14171a',
    'ink-2': '#434b52',
    'ink-3': '#5d666d',
    'ch-l': '#0068a8',
    'ch-r': '#9f5000',
    'ch-3': '#5a4a9c',
    'ch-4': '#0a6b4b',
    limit: '#b3261e',
    grid: '#eef0f1',
    'grid-2': '#dadee0',
    pass: '#0a6b4b',
    fail: '#b3261e',
    inconclusive: '#765700',
    nv: '#5a4a9c',
    manual: '#27598a',
    'warn-bg': '#f8f0d3',
  },
  dark: {
    bg: '#0e1012',
    panel: '#15181b',
    raise: '#1e2226',
    line: '#252a2f',
    'line-2': '#383f46',
    ink: '#eceff1',
    'ink-2': '#b3bbc2',
    'ink-3': '#8d979f',
    'ch-l': '#5cbcf2',
    'ch-r': '#f0a63a',
    'ch-3': '#b9abf0',
    'ch-4': '#4ecb9c',
    limit: '#ff8b73',
    grid: '#1d2125',
    'grid-2': '#2b3136',
    pass: '#4ecb9c',
    fail: '#ff8b73',
    inconclusive: '#e8c94a',
    nv: '#b9abf0',
    manual: '#8fb8e8',
    'warn-bg': '#2c2610',
  },
};

/** The palette as custom properties of a style sheet. */
export const paletteCss = (palette: Palette): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}:${String(colour)};`)
    .join('');
