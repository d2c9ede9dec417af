import { fractionAlong, type Axis } from '../../core/report/axis.ts';
import type { ChartSpec, View } from './chartSpec.ts';

type Range = readonly [number, number];
type Scale = Axis['scale'];

/** The place at a share of a range, on its own scale. */
export function valueAt(scale: Scale, [from, to]: Range, share: number): number {
  return scale === 'log' ? from * (to / from) ** share : from + (to - from) * share;
}

/** The share of a range at which a value lies. */
export const shareOf = (scale: Scale, [from, to]: Range, value: number): number =>
  fractionAlong({ scale, from, to, title: '' }, value);

/** Least part of the whole that may be in sight: deeper, a pixel is nothing that was measured. */
const LEAST_SHARE = 1e-5;

function within(scale: Scale, whole: Range, from: number, to: number): Range {
  // Shares of the whole; a range that leaves it is moved back, not cut.
  const span = Math.min(Math.max(to - from, LEAST_SHARE), 1);
  const start = Math.min(Math.max(from, 0), 1 - span);
  return [valueAt(scale, whole, start), valueAt(scale, whole, start + span)];
}

function moved(scale: Scale, whole: Range, range: Range, shares: Range): Range {
  const at = (share: number): number => shareOf(scale, whole, valueAt(scale, range, share));
  return within(scale, whole, at(shares[0]), at(shares[1]));
}

/** The view between two shares of the present one, on each axis; never beyond the whole chart. */
export function viewBetween(spec: ChartSpec, view: View, x: Range, y: Range): View {
  return {
    x: moved(spec.x.scale, [spec.x.from, spec.x.to], view.x, x),
    y: moved(spec.y.scale, [spec.y.from, spec.y.to], view.y, y),
  };
}

/** Zoomed by a factor about a share of the view; above 1 comes nearer. */
export function zoomed(spec: ChartSpec, view: View, factor: number, aboutX: number, aboutY: number | null): View {
  const around = (about: number): Range => [about - about / factor, about + (1 - about) / factor];
  return viewBetween(spec, view, around(aboutX), aboutY === null ? [0, 1] : around(aboutY));
}

/** Moved by shares of the view. */
export const panned = (spec: ChartSpec, view: View, byX: number, byY: number): View =>
  viewBetween(spec, view, [byX, 1 + byX], [byY, 1 + byY]);
