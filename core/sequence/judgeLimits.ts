import type { ReasonCode } from '../planner/plan.ts';
import type { Figure } from '../result/figure.ts';
import type { VerdictWord } from '../result/verification.ts';
import { decide } from '../verdict/decide.ts';
import { limitIn, limitText, type FigureLimit } from './figureLimit.ts';

/** A figure of a step, and the number of its channel, from 1. */
export interface StepFigure {
  /** What stays the same from unit to unit: `thd-n/left`. */
  readonly series: string;
  readonly channelNumber: number;
  readonly figure: Figure;
}

/** What was found of one limit on one channel, or of one claim of a card. */
export interface Check {
  /** Of the figure; of the limit where no figure answers it. */
  readonly series: string;
  /** The rule in words. */
  readonly name: string;
  readonly measured: Figure | null;
  /** In the figure's unit. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly verdict: VerdictWord;
  readonly reasonCode: ReasonCode;
  /** A sentence for the person. */
  readonly text: string;
}

/**
 * Figures against a limit, each channel for itself, with the whole uncertainty as guard band (docs/verdicts.md). A limit that no figure answers is
 * not verifiable: it never passes in silence.
 * @param damage what is wrong with the capture behind the figures; null: nothing. Damaged captures never pass or fail.
 */
export function judgeLimit(limit: FigureLimit, figures: readonly StepFigure[], damage: string | null): Check[] {
  const rule = limitText(limit);
  const unanswered = (text: string): Check => ({
    series: limit.figure,
    name: rule,
    measured: null,
    lower: null,
    upper: null,
    verdict: 'not-verifiable',
    reasonCode: 'not-run',
    text,
  });
  const own = figures.filter(
    ({ channelNumber, figure }) =>
      figure.id === limit.figure &&
      (limit.channel === undefined || [figure.channel, String(channelNumber)].includes(String(limit.channel))),
  );
  if (own.length === 0) {
    const there = [...new Set(figures.map(({ figure }) => `${figure.id} of ${figure.channel}`))].join(', ');
    return [unanswered(`Nothing measured answers "${rule}"; there are ${there}.`)];
  }
  return own.map(({ series, figure }) => {
    const ends = limitIn(limit, figure);
    if (ends === null) return unanswered(`"${rule}" is in ${limit.unit}, but ${figure.id} is in ${figure.unit}.`);
    const decided = decide({ figureId: figure.id, ...ends, text: rule }, figure);
    const judged =
      damage === null
        ? decided
        : ({
            verdict: 'inconclusive',
            reasonCode: 'capture-damaged',
            text: `The capture behind this figure is damaged: ${damage}.`,
          } as const);
    const { verdict, reasonCode, text } = judged;
    return {
      series,
      name: `${rule}, channel ${figure.channel}`,
      measured: figure.value === null ? null : figure,
      ...ends,
      verdict,
      reasonCode,
      text,
    };
  });
}
