import { AmpbenchError } from '../errors.ts';
import { printable } from '../report/displayWidth.ts';
import type { Curve, CurveUnit } from './curve.ts';

/** Formats a curve can be written in. */
export const CURVE_FORMATS = ['frd', 'zma', 'rew', 'csv'] as const;

/** A format of curves by its usual ending; `rew`: REW's text. */
export type CurveFormat = (typeof CURVE_FORMATS)[number];

const FREQUENCY_DIGITS = 9;
const OHM_DIGITS = 7;
const DECIBEL_PLACES = 4;
const DEGREE_PLACES = 4;

const CSV_VALUE_COLUMN: Readonly<Record<CurveUnit, string>> = {
  dB: 'magnitude_db',
  dBV: 'magnitude_dbv',
  dBu: 'magnitude_dbu',
  dBFS: 'magnitude_dbfs',
  'dB SPL': 'magnitude_db_spl',
  ohm: 'impedance_ohm',
};

/** Never `-0.0000`. */
const fixed = (value: number, places: number): string => value.toFixed(places).replace(/^-(0\.0*)$/u, '$1');

/** One row of the formats that mark comments with a star: blanks between, points as decimal marks. */
function row({ frequenciesHz, values, unit, phasesRadians }: Curve, index: number): string {
  const value =
    unit === 'ohm' ? String(Number(values[index].toPrecision(OHM_DIGITS))) : fixed(values[index], DECIBEL_PLACES);
  const phase = phasesRadians === null ? '' : ` ${fixed((phasesRadians[index] * 180) / Math.PI, DEGREE_PLACES)}`;
  return `${Number(frequenciesHz[index].toPrecision(FREQUENCY_DIGITS))} ${value}${phase}`;
}

function starred(curve: Curve, comments: readonly string[]): string {
  const rows = curve.frequenciesHz.map((_, index) => row(curve, index));
  return `${[...comments.map((text) => `* ${text}`.trimEnd()), ...rows].join('\n')}\n`;
}

function csv(curve: Curve): string {
  const { frequenciesHz, values, unit, phasesRadians } = curve;
  const head = ['frequency_hz', CSV_VALUE_COLUMN[unit], ...(phasesRadians === null ? [] : ['phase_rad'])];
  const rows = frequenciesHz.map((frequencyHz, index) =>
    [frequencyHz, values[index], ...(phasesRadians === null ? [] : [phasesRadians[index]])].join(','),
  );
  return `${[head.join(','), ...rows].join('\r\n')}\r\n`;
}

/**
 * A curve as text that `readCurve` reads back to the same digits: FRD and REW text with 4 decimals of dB, ZMA with 7 digits of ohms, all with 9 of frequency
 * and 4 decimals of degrees; CSV with every digit, and without the title.
 * @throws AmpbenchError `usage/format-unfit` for an impedance as FRD or anything else as ZMA
 */
export function writeCurve(curve: Curve, format: CurveFormat): string {
  const { unit, quantity, phasesRadians } = curve;
  const isImpedance = unit === 'ohm';
  if ((format === 'frd' && isImpedance) || (format === 'zma' && !isImpedance))
    throw new AmpbenchError(
      'usage',
      'format-unfit',
      `${format.toUpperCase()} holds ${isImpedance ? 'decibels but the curve is an impedance' : `ohms but the curve is a ${quantity} in ${unit}`}`,
      { format, quantity },
      `Write ${isImpedance ? 'zma' : 'frd'}, rew or csv.`,
    );
  const title = printable(curve.title).trim();
  const phase = phasesRadians === null ? '' : ' Phase(degrees)';
  const spectrum = quantity === 'spectrum' ? ['RTA spectrum'] : [];
  switch (format) {
    case 'csv':
      return csv(curve);
    case 'frd':
      return starred(curve, [title, ...spectrum, `Freq(Hz) Magnitude(${unit})${phase}`]);
    case 'zma':
      return starred(curve, [title, `Freq(Hz) Z(Ohms)${phase}`]);
    case 'rew':
      return starred(curve, [
        'Measurement data written by Ampbench',
        `Measurement: ${title}`,
        ...spectrum,
        'Smoothing: None',
        ...(isImpedance ? [] : [`Unit: ${unit}`]),
        `Freq(Hz) ${isImpedance ? 'Z(Ohms)' : 'SPL(dB)'}${phase}`,
      ]);
  }
}
