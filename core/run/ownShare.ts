import type { Figure, UncertaintyPart } from '../result/figure.ts';
import { makeFigure } from '../result/makeFigure.ts';
import { RIG_ONLY_ADDS } from '../verdict/reachOf.ts';

/** The rig's own figures of a measurement, in loopback at the level of the capture and of the generator. */
export interface OwnFigures {
  readonly capture: readonly Figure[];
  readonly generator: readonly Figure[];
}

/** Figures whose rig's share is noise, which adds as power. */
const isNoise = (id: string): boolean => id.startsWith('noise');
/** Figures the rig adds nothing to, or that are made of others (`ratiosToNoise`). */
const NO_SHARE = /^(?:frequency|level|dc|sinad|enob|snr.*|dynamic-range.*)$/;

/** A rig's share over this part of the figure is said with it (10 dB). */
const LIMITED = 1 / Math.sqrt(10);

const valueOf = (figures: readonly Figure[], id: string, channel: string): number =>
  figures.find((figure) => figure.id === id && figure.channel === channel)?.value ?? 0;

/**
 * A figure with what the rig may have added to it as a part of its uncertainty: lines as vectors of unknown phase, both levels' in full; noise as power;
 * between channels what the rig's own channels differ by.
 * @param gain output volts per volt of drive: the generator's noise comes through it; null: the DUT itself is the player
 */
export function withOwnShare(figure: Figure, own: OwnFigures, gain: number | null): Figure {
  const { id, channel, value } = figure;
  if (value === null || NO_SHARE.test(id)) return figure;
  const atCapture = valueOf(own.capture, id, channel);
  if (atCapture === 0) return figure;
  const share = ownShare(figure, value, atCapture, valueOf(own.generator, id, channel), gain);
  const flags = [...(share.isLimiting ? ['baseline-limited'] : []), ...(isNoise(id) ? [RIG_ONLY_ADDS] : [])];
  return rebuilt(figure, value, { source: 'baseline', value: share.added }, flags);
}

function ownShare(
  { id }: Figure,
  value: number,
  atCapture: number,
  atGenerator: number,
  gain: number | null,
): { readonly added: number; readonly isLimiting: boolean } {
  if (id === 'channel-balance') return { added: Math.abs(atCapture - 1) * value, isLimiting: false };
  if (isNoise(id)) {
    // Of the noise in loopback the generator's part comes back through the gain; all of it may be that part, or none
    const own = atCapture * Math.max(1, gain ?? 0);
    return { added: value - Math.sqrt(Math.max(value ** 2 - own ** 2, 0)), isLimiting: own > value * LIMITED };
  }
  const own = gain === null || atGenerator === 0 ? atCapture : atCapture + atGenerator;
  return { added: own, isLimiting: own > value * LIMITED };
}

function rebuilt(figure: Figure, value: number, part: UncertaintyPart, flags: readonly string[]): Figure {
  const { id, channel, unit, definitionId, conditions, dbReference } = figure;
  return makeFigure({
    id,
    channel,
    value,
    unit,
    definitionId,
    conditions,
    parts: [...figure.uncertaintyParts, part],
    flags: [...figure.flags, ...flags],
    ...(dbReference === undefined ? {} : { dbReference }),
    ...(figure.text.startsWith('<') ? { bound: '<' as const } : {}),
    ...(/(?:dB|dBV|dBFS)$/.test(figure.text)
      ? {}
      : { textAs: figure.text.endsWith('%') ? ('percent' as const) : ('unit' as const) }),
  });
}
