import type { Draft } from './conditions.ts';
import { QUANTITY_RULES } from './quantityRules.ts';
import type { Reading } from './reading.ts';
import type { Term } from './terms.ts';
import type { PlaceMeaning } from './socketPhrases.ts';

/** The stretch of tokens that speaks of a value, both ends included, its socket and its weighting. */
interface ValueStretch {
  readonly from: number;
  readonly to: number;
  readonly place: PlaceMeaning | undefined;
  readonly weighting: string | undefined;
}

/** What the line says of a value beside numbers: socket, weighting, method, per channel, gain setting. */
export function applyMarks(reading: Reading, draft: Draft, term: Term, stretch: ValueStretch): void {
  const { marks, tokens } = reading;
  const rule = QUANTITY_RULES[draft.quantity!];
  if (draft.quantity === 'sample_rates') {
    const format = tokens.find((token) => token.key === 'pcm' || token.key === 'dsd');
    if (format !== undefined) draft.format = format.text;
    return;
  }
  if (!rule.takesConditions) return;
  const { place } = stretch;
  if (place?.output !== undefined) draft.output = place.output;
  if (place?.port !== undefined && draft.quantity !== 'load_impedance') draft.port = place.port;
  const own = (first: number): boolean => first >= stretch.from && first <= stretch.to;
  const { spelling } = term.amounts[0];
  const spelledA = spelling === 'dba' || spelling === 'dbra' ? 'A' : undefined;
  const weighting = stretch.weighting ?? spelledA;
  if (weighting !== undefined) draft.weighting = weighting;
  const eachChannel = term.perChannel || marks.perChannel.length > 0 || spelling === 'wpc';
  if (draft.quantity === 'output_power' && eachChannel) draft.per_channel = true;
  if (draft.quantity === 'imd' && marks.methods.length > 0) draft.method = marks.methods[0].meaning;
  const setting = marks.gainSettings.find((found) => own(found.first))?.meaning;
  if (setting !== undefined && draft.quantity !== 'gain') draft.gain = setting;
}
