import { amplitudeScale } from '../amplitude.ts';
import type { AmplitudeUnit } from '../analysis.ts';
import type { IntegrityFinding } from './finding.ts';
import { findMainsHum, type KnownPart } from './mainsHum.ts';
import { rms } from './screening.ts';

/** Mains hum as a finding: a note, for the figures stand; volts and hertz are in its words. */
export function humFound(
  samples: Float64Array,
  sampleRateHz: number,
  known: KnownPart,
  unit: AmplitudeUnit,
  name: string,
): IntegrityFinding | null {
  const level = rms(samples, 0, samples.length);
  const hum = findMainsHum(samples, sampleRateHz, known, level);
  if (hum === null) return null;
  const amplitude = (hum.rms * amplitudeScale(unit).perRms).toPrecision(3);
  const decibels = (20 * Math.log10(hum.rms / level)).toFixed(0);
  return {
    code: 'hum',
    channel: name,
    atSeconds: null,
    count: null,
    damaging: false,
    text: `mains hum of ${amplitude} ${unit} at ${hum.frequencyHz.toFixed(2)} Hz and its multiples, ${decibels} dB re the capture, on ${name}`,
  };
}
