import type { VerdictWord } from '../result/verification.ts';

/** How a verdict is shown: always word and mark together; colour is a third sign, never the only one. */
export interface VerdictLook {
  readonly word: string;
  /** One terminal column wide in every terminal. */
  readonly mark: string;
  /** SGR colour code of a terminal. */
  readonly terminalColour: number;
  /** Class of the colour in the HTML report and the page. */
  readonly className: string;
  /** Inside of a 16 by 16 SVG drawing; the shape differs for each verdict. `currentColor` and `var(--panel)` only. */
  readonly drawing: string;
}

/** In the order in which a summary lists them. */
export const VERDICT_ORDER: readonly VerdictWord[] = ['pass', 'inconclusive', 'fail', 'not-verifiable', 'manual'];

export const VERDICT_LOOKS: Readonly<Record<VerdictWord, VerdictLook>> = {
  pass: {
    word: 'pass',
    mark: '✓',
    terminalColour: 32,
    className: 'v-pass',
    drawing:
      '<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="m4.5 8.2 2.5 2.5 4.5-5.2" fill="none" stroke="var(--panel)" stroke-width="1.8"/>',
  },
  inconclusive: {
    word: 'inconclusive',
    mark: '~',
    terminalColour: 33,
    className: 'v-inconclusive',
    drawing:
      '<path d="M8 1 15 8l-7 7-7-7z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M4.9 8.7c1-1.5 2.1-1.4 3.1-.7s2.1.8 3.1-.7" fill="none" stroke="currentColor" stroke-width="1.6"/>',
  },
  fail: {
    word: 'fail',
    mark: '✗',
    terminalColour: 31,
    className: 'v-fail',
    drawing:
      '<path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor"/><path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" stroke="var(--panel)" stroke-width="1.8"/>',
  },
  'not-verifiable': {
    word: 'not verifiable',
    mark: '⊘',
    terminalColour: 35,
    className: 'v-nv',
    drawing:
      '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="m3.4 12.6 9.2-9.2" stroke="currentColor" stroke-width="1.6"/>',
  },
  manual: {
    word: 'manual',
    mark: '✎',
    terminalColour: 34,
    className: 'v-manual',
    drawing:
      '<rect x="1.5" y="1.5" width="13" height="13" rx="2.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="m4.9 11.1.7-2.5 4.3-4.3 1.8 1.8-4.3 4.3z" fill="none" stroke="currentColor" stroke-width="1.3"/>',
  },
};
