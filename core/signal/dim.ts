import { sumOfTones, type ToneComponent } from './twoTone.ts';

/** The square wave's and the sine's frequency (after Leinonen, Otala and Curl, "A method for measuring transient intermodulation distortion", 1977). */
export const DIM_SQUARE_HZ = 3150;
export const DIM_SINE_HZ = 15_000;
/** The pattern repeats at the greatest common divisor of both. */
const PATTERN_HZ = 150;
/** Peak to peak of the unfiltered square over that of the sine. */
const PEAK_RATIO = 4;
/** Points of one pattern on which its peak is looked for: 320 for each cycle of the sine. */
const PEAK_GRID = 32_000;

/**
 * The DIM signal as its partials: a square wave of 3.15 kHz without the partials above half the sample rate, through a first-order low-pass, and a sine of
 * 15 kHz; peak to peak 4:1 before the low-pass. The sum's peak is `peakVolts`.
 * @param lowPassHz 30 kHz (DIM 30) or 100 kHz (DIM 100)
 * @param sampleRateHz above 31.5 kHz
 */
export function dimComponents(sampleRateHz: number, lowPassHz: number, peakVolts: number): readonly ToneComponent[] {
  const components: ToneComponent[] = [{ frequencyHz: DIM_SINE_HZ, amplitude: 1 / PEAK_RATIO, phaseRadians: 0 }];
  for (let order = 1; order * DIM_SQUARE_HZ < sampleRateHz / 2; order += 2) {
    const detune = (order * DIM_SQUARE_HZ) / lowPassHz;
    components.push({
      frequencyHz: order * DIM_SQUARE_HZ,
      amplitude: 4 / (Math.PI * order) / Math.hypot(1, detune),
      phaseRadians: -Math.atan(detune),
    });
  }
  const pattern = sumOfTones(PATTERN_HZ * PEAK_GRID, PEAK_GRID, components);
  const peak = pattern.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return components.map((component) => ({ ...component, amplitude: (component.amplitude * peakVolts) / peak }));
}
