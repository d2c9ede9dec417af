import type { FigureConditions } from '../result/figure.ts';
import type { Wiring } from '../planner/plan.ts';

const PREFIXES: readonly (readonly [number, string])[] = [
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'µ'],
  [1e-9, 'n'],
];

/**
 * A set or predicted value with an SI prefix: `3.42 V`, `46 kΩ`, `120 mW`. For settings and conditions only; measured
 * values carry their own text, rounded to their uncertainty.
 * @param digits most significant digits
 */
export function settingText(value: number, unit: string, digits = 3): string {
  if (value === 0) return `0\u00a0${unit}`;
  const rounded = Number(Math.abs(value).toPrecision(digits));
  const [factor, prefix] = PREFIXES.find(([least]) => rounded >= least) ?? PREFIXES.at(-1)!;
  return `${value < 0 ? '−' : ''}${Number((rounded / factor).toPrecision(digits))}\u00a0${prefix}${unit}`;
}

export const ohmsText = (ohms: number): string => settingText(ohms, 'Ω', 5);
export const frequencyText = (frequencyHz: number): string => settingText(frequencyHz, 'Hz', 5);

/** A relative value or a limit as percent, never in exponent form: `0.5 %`, `0.00016 %`. */
export function percentText(ratio: number, digits = 3): string {
  const percent = Number((ratio * 100).toPrecision(digits));
  const decimals = percent === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(percent))));
  return `${percent.toFixed(Math.min(20, decimals)).replace(/\.?0+$/u, (zeros) => (decimals === 0 ? zeros : ''))}\u00a0%`;
}

/** How the bench was wired, as a person says it. */
export function wiringText({ path, loadOhms, seriesOhms }: Wiring): string {
  if (path === 'loopback') return 'loopback, no device';
  const parts = [loadOhms === null ? 'no load' : `${ohmsText(loadOhms)} load`];
  if (seriesOhms > 0) parts.push(`${ohmsText(seriesOhms)} in series with the drive`);
  return parts.join(', ');
}

/** The conditions of a figure in a fixed order, each with its unit. */
export function conditionsText(conditions: FigureConditions): string {
  const { frequencyHz, bandHz, outputVoltsRms, inputVoltsRms, loadOhms, sampleRateHz, channelsDriven, thdnLimitRatio } =
    conditions;
  const parts: string[] = [];
  if (frequencyHz !== undefined) parts.push(frequencyText(frequencyHz));
  if (bandHz !== undefined) parts.push(`band ${frequencyText(bandHz[0])} – ${frequencyText(bandHz[1])}`);
  if (outputVoltsRms !== undefined) parts.push(`${settingText(outputVoltsRms, 'V', 4)} out`);
  if (inputVoltsRms !== undefined) parts.push(`${settingText(inputVoltsRms, 'V', 4)} in`);
  if (loadOhms !== undefined) parts.push(loadOhms === null ? 'no load' : `${ohmsText(loadOhms)} load`);
  if (thdnLimitRatio !== undefined) parts.push(`THD+N ≤ ${percentText(thdnLimitRatio)}`);
  if (channelsDriven !== undefined) parts.push(`${channelsDriven.join(' + ')} driven`);
  if (sampleRateHz !== undefined) parts.push(`${settingText(sampleRateHz, 'Hz', 6)} sampling`);
  return parts.join(', ');
}
