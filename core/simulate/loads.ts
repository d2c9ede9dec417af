import type { RigLoad } from '../calibration/rig.ts';

/** A drawer of headphone-like resistors, one for each channel, as someone has who measures many devices: 0.2 %, from 16 to 600 Ω. */
export const LOAD_DRAWER: readonly RigLoad[] = [
  { ohms: 16, ratedWatts: 10 },
  { ohms: 20, ratedWatts: 10 },
  { ohms: 30, ratedWatts: 10 },
  { ohms: 32, ratedWatts: 10 },
  { ohms: 33, ratedWatts: 10 },
  { ohms: 250, ratedWatts: 5 },
  { ohms: 300, ratedWatts: 5 },
  { ohms: 600, ratedWatts: 2 },
].map((load) => ({ ...load, relativeTolerance: 0.002 }));
