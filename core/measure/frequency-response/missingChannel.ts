import { absentFigure } from '../../result/makeFigure.ts';
import type { FigureUnit } from '../../result/figure.ts';
import type { ChannelAnalysis } from '../analysis.ts';

/** A channel that does not hold the sweep: its main figure is null and says why. */
export function missingChannel(
  channel: number,
  id: string,
  unit: FigureUnit,
  definitionId: string,
  sampleRateHz: number,
): ChannelAnalysis {
  const about = { id, channel: String(channel), unit, definitionId, conditions: { sampleRateHz } };
  const figure = absentFigure(about, 'no-stimulus', 'this channel does not hold the sweep');
  return { channel, figures: { [id]: figure }, curves: {}, flags: ['no-stimulus'] };
}

/** Channels in the order of the capture. */
export const inOrder = (channels: readonly ChannelAnalysis[]): ChannelAnalysis[] =>
  [...channels].sort((a, b) => a.channel - b.channel);
