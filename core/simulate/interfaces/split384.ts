import type { InterfaceModel } from '../interfaceModel.ts';
import { studio384 } from './studio384.ts';

/**
 * The case of a USB DAC that is measured by another interface: the player's clock is 23 ppm fast and wanders by 1 ppm over tens of
 * seconds, the streams never start together, and no loop can serve as a common time reference.
 */
export const split384: InterfaceModel = {
  ...studio384,
  id: 'split-384',
  name: 'Simulated player and recorder on two clocks, 384 kHz',
  outputDevice: 'Simulated player',
  inputDevice: 'Simulated recorder',
  latencyFrames: 3179,
  playerClock: { offsetPpm: 23, wanderPpm: 1, startSpreadSeconds: 0.002 },
  output: { ...studio384.output, channelCount: 2 },
  rig: { ...studio384.rig, clock: 'separate', timeReference: null },
};
