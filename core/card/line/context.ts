import { mendText } from '../mendText.ts';
import type { Draft } from './conditions.ts';
import { markLine } from './marks.ts';
import type { LineMarks } from './marks.ts';
import { QUANTITY_RULES } from './quantityRules.ts';
import { tokenize } from './tokenize.ts';

export const contextMarks = (section: string): LineMarks => markLine(tokenize(mendText(section).text));

/** Gives what a heading says, socket and gain setting, to the lines under it that do not say it themselves. */
export function fillFromSection(drafts: readonly Draft[], section: LineMarks): void {
  const place = section.places.at(0)?.meaning;
  const setting = section.gainSettings.at(0)?.meaning;
  for (const draft of drafts) {
    if (draft.quantity === null || !QUANTITY_RULES[draft.quantity].takesConditions) continue;
    if (draft.output === undefined && draft.port === undefined && place !== undefined) Object.assign(draft, place);
    if (draft.gain === undefined && setting !== undefined) draft.gain = setting;
  }
}
