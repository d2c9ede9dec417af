import type { LevelReading } from './plan.ts';

/**
 * Output volts at which one channel's THD+N crosses the limit: log-log interpolation between the readings that enclose it. When the top reading is
 * still under the limit, its level: then it is a lower bound. docs/spec/max-output.md.
 * @param readings one channel's, any order
 */
export function maxOutput(
  readings: readonly LevelReading[],
  thdnLimitRatio: number,
): { voltsRms: number; thdnRatio: number; isLowerBound: boolean; methodVoltsRms: number } {
  const sorted = [...readings].sort((a, b) => a.driveVoltsRms - b.driveVoltsRms);
  const top = sorted[sorted.length - 1];
  if (top.thdnRatio <= thdnLimitRatio) {
    return { voltsRms: top.outputVoltsRms, thdnRatio: top.thdnRatio, isLowerBound: true, methodVoltsRms: 0 };
  }
  let index = sorted.length - 1;
  while (index > 0 && sorted[index - 1].thdnRatio > thdnLimitRatio) index--;
  const above = sorted[index];
  if (index === 0) {
    // Over the limit even at the lowest level played: the maximum lies anywhere from there down to nothing
    return {
      voltsRms: above.outputVoltsRms,
      thdnRatio: above.thdnRatio,
      isLowerBound: false,
      methodVoltsRms: above.outputVoltsRms,
    };
  }
  const below = sorted[index - 1];
  const share = Math.log(thdnLimitRatio / below.thdnRatio) / Math.log(above.thdnRatio / below.thdnRatio);
  const voltsRms = below.outputVoltsRms * (above.outputVoltsRms / below.outputVoltsRms) ** share;
  // The true crossing lies between the two readings; a quarter of their distance is a cautious k = 2 for the interpolation
  const methodVoltsRms = Math.abs(above.outputVoltsRms - below.outputVoltsRms) / 4;
  return { voltsRms, thdnRatio: thdnLimitRatio, isLowerBound: false, methodVoltsRms };
}
