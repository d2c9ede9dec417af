import { dbFromRatio } from '../units/decibel.ts';

/** A channel's reading of a tone; amplitudes in one unit, harmonic n at n − 1. */
export interface HarmonicReading {
  readonly frequencyHz: number | null;
  readonly fundamentalRms: number | null;
  readonly harmonicRms: readonly number[];
  /** At or under the noise of its own line: the amplitude is a bound. */
  readonly harmonicIsBound: readonly boolean[];
}

export interface HarmonicRow {
  readonly order: number;
  /** Hz, of the first channel's tone. */
  readonly frequencyText: string;
  /** dB re the fundamental, one for each channel. */
  readonly levelTexts: readonly string[];
}

const HIGHEST_ORDER = 10;
const NONE = '–';

/** Harmonics 2 to 10 as a table shows them while they move: tenths of a decibel, bounds whole. */
export function harmonicTable(channels: readonly (HarmonicReading | undefined)[]): readonly HarmonicRow[] {
  const toneHz = channels[0]?.frequencyHz ?? null;
  return Array.from({ length: HIGHEST_ORDER - 1 }, (_, index) => {
    const order = index + 2;
    return {
      order,
      frequencyText: toneHz === null ? NONE : (order * toneHz).toFixed(0),
      levelTexts: channels.map((channel) => levelText(channel, order)),
    };
  });
}

function levelText(channel: HarmonicReading | undefined, order: number): string {
  const fundamentalRms = channel?.fundamentalRms ?? 0;
  const rms = channel?.harmonicRms[order - 1] ?? 0;
  if (channel === undefined || !(fundamentalRms > 0 && rms > 0)) return NONE;
  const isBound = channel.harmonicIsBound[order - 1];
  const db = dbFromRatio(rms / fundamentalRms).toFixed(isBound ? 0 : 1);
  return `${isBound ? '< ' : ''}${db.replace('-', '−')}`;
}
