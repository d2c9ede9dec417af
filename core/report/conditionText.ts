import { formatDbfs, formatQuantity } from '../units/format.ts';
import type { FigureConditions } from '../result/figure.ts';
import type { Wiring } from '../planner/plan.ts';

/** A level as a condition says where a figure was taken, not how well it was met. */
const levelText = (voltsRms: number): string => formatQuantity(Number(voltsRms.toPrecision(3)), 'V');

/** How the bench was wired, as a person says it. */
export function wiringText({ path, drive, input, output, gain, loadOhms, seriesOhms }: Wiring): string {
  if (path === 'loopback') return 'loopback, no device';
  const parts = [loadOhms === null ? 'no load' : `${formatQuantity(loadOhms, 'ohm')} load`];
  if (drive === 'digital') parts.push('the unit itself as player');
  if (input !== null) parts.push(`into ${input}`);
  if (output !== null) parts.push(`at ${output}`);
  if (gain !== null) parts.push(`gain ${gain}`);
  if (seriesOhms > 0) parts.push(`${formatQuantity(seriesOhms, 'ohm')} in series with the drive`);
  return parts.join(', ');
}

/** The conditions of a figure in a fixed order, each with its unit. */
export function conditionsText(conditions: FigureConditions): string {
  const { frequencyHz, bandHz, outputVoltsRms, inputVoltsRms, inputFullScaleRms, loadOhms, sampleRateHz } = conditions;
  const { channelsDriven, thdnLimitRatio, input, output, gain } = conditions;
  const parts: string[] = [];
  if (frequencyHz !== undefined) parts.push(formatQuantity(frequencyHz, 'Hz'));
  if (bandHz !== undefined) parts.push(`band ${formatQuantity(bandHz[0], 'Hz')} – ${formatQuantity(bandHz[1], 'Hz')}`);
  if (outputVoltsRms !== undefined) parts.push(`${levelText(outputVoltsRms)} out`);
  if (inputVoltsRms !== undefined) parts.push(`${levelText(inputVoltsRms)} in`);
  if (inputFullScaleRms !== undefined) parts.push(`${formatDbfs(inputFullScaleRms)} in`);
  if (loadOhms !== undefined) parts.push(loadOhms === null ? 'no load' : `${formatQuantity(loadOhms, 'ohm')} load`);
  if (thdnLimitRatio !== undefined) parts.push(`THD+N ≤ ${formatQuantity(thdnLimitRatio, 'ratio')}`);
  if (channelsDriven !== undefined) parts.push(`${channelsDriven.join(' + ')} driven`);
  if (input !== undefined) parts.push(`into ${input}`);
  if (output !== undefined) parts.push(`at ${output}`);
  if (gain !== undefined) parts.push(`gain ${gain}`);
  if (sampleRateHz !== undefined) parts.push(`${formatQuantity(sampleRateHz, 'Hz')} sampling`);
  return parts.join(', ');
}
