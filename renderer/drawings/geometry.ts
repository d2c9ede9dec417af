import type { Rig } from '../../core/calibration/rig.ts';
import type { Wiring } from '../../core/planner/plan.ts';

/** A box of the drawing, pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything of a wiring stands. */
export interface WiringGeometry {
  readonly width: number;
  readonly height: number;
  readonly source: Box;
  readonly unit: Box | null;
  readonly load: Box | null;
  readonly inputs: Box;
  /** Height of each channel's line. */
  readonly lanes: readonly number[];
  readonly referenceLane: number | null;
  /** Where the series resistors sit. */
  readonly seriesX: number | null;
}

const WIDTH = 640;
const TOP = 58;
const LANE = 36;
const FOOT = 18;
/** Room for the words under series resistors. */
const SERIES_FOOT = 14;
const REFERENCE_GAP = 8;
const SOURCE = { x: 0.5, width: 132 };
const UNIT = { x: 204, width: 136 };
const LOAD = { x: 392, width: 106 };
const INPUTS = { width: 100 };

/** The places of a wiring's boxes and lines, for a rig's channels. */
export function wiringGeometry(rig: Rig, wiring: Wiring): WiringGeometry {
  const lanes = rig.channels.map((_, index) => TOP + index * LANE);
  const lastLane = lanes.at(-1) ?? TOP;
  const bottom = lastLane + FOOT + (wiring.path === 'dut' && wiring.seriesOhms > 0 ? SERIES_FOOT : 0);
  const referenceLane = rig.timeReference === null ? null : bottom + LANE - FOOT + REFERENCE_GAP;
  const height = (referenceLane === null ? bottom : referenceLane + FOOT) + 1;
  const box = (place: { x: number; width: number }, foot: number): Box => ({ ...place, y: 0.5, height: foot });
  const whole = height - 1;
  const isThrough = wiring.path === 'dut';
  return {
    width: WIDTH,
    height,
    source: box(SOURCE, whole),
    unit: isThrough ? box(UNIT, bottom) : null,
    load: isThrough && wiring.loadOhms !== null ? box(LOAD, bottom) : null,
    inputs: box({ x: WIDTH - INPUTS.width - 0.5, width: INPUTS.width }, whole),
    lanes,
    referenceLane,
    seriesX: isThrough && wiring.seriesOhms > 0 ? (SOURCE.x + SOURCE.width + UNIT.x) / 2 : null,
  };
}

export const rightOf = ({ x, width }: Box): number => x + width;
