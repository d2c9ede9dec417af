import { formatQuantity } from '../units/format.ts';
import type { FigureConditions } from '../result/figure.ts';
import type { Wiring } from '../planner/plan.ts';

/** A level as a condition says where a figure was taken, not how well it was met. */
const levelText = (voltsRms: number): string => formatQuantity(Number(voltsRms.toPrecision(3)), 'V');

/** How the bench was wired, as a person says it. */
export function wiringText({ path, loadOhms, seriesOhms }: Wiring): string {
  if (path === 'loopback') return 'loopback, no device';
  const parts = [loadOhms === null ? 'no load' : `${formatQuantity(loadOhms, 'ohm')} load`];
  if (seriesOhms > 0) parts.push(`${formatQuantity(seriesOhms, 'ohm')} in series with the drive`);
  return parts.join(', ');
}

/** The conditions of a figure in a fixed order, each with its unit. */
export function conditionsText(conditions: FigureConditions): string {
  const { frequencyHz, bandHz, outputVoltsRms, inputVoltsRms, loadOhms, sampleRateHz, channelsDriven, thdnLimitRatio } =
    conditions;
  const parts: string[] = [];
  if (frequencyHz !== undefined) parts.push(formatQuantity(frequencyHz, 'Hz'));
  if (bandHz !== undefined) parts.push(`band ${formatQuantity(bandHz[0], 'Hz')} – ${formatQuantity(bandHz[1], 'Hz')}`);
  if (outputVoltsRms !== undefined) parts.push(`${levelText(outputVoltsRms)} out`);
  if (inputVoltsRms !== undefined) parts.push(`${levelText(inputVoltsRms)} in`);
  if (loadOhms !== undefined) parts.push(loadOhms === null ? 'no load' : `${formatQuantity(loadOhms, 'ohm')} load`);
  if (thdnLimitRatio !== undefined) parts.push(`THD+N ≤ ${formatQuantity(thdnLimitRatio, 'ratio')}`);
  if (channelsDriven !== undefined) parts.push(`${channelsDriven.join(' + ')} driven`);
  if (sampleRateHz !== undefined) parts.push(`${formatQuantity(sampleRateHz, 'Hz')} sampling`);
  return parts.join(', ');
}
