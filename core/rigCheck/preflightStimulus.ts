import type { Rig } from '../calibration/rig.ts';
import { HIGHEST_RATE_SHARE } from '../measure/frequency-response/analyze.ts';
import { buildProgram, type Place, type Program, type Segment } from '../signal/program.ts';

/** No divisor of a usual rate, nor a multiple of the mains. */
export const PREFLIGHT_TONE_HZ = 997;
/** Of the level that may be played: a unit that was left connected must not be put at risk. */
const LOUD_RATIO = 0.1;
const QUIET_RATIO = 0.01;
const SWEEP_LOW_HZ = 40;
const LEAD_SECONDS = 1.2;
const SWEEP_SECONDS = 0.8;
const GAP_SECONDS = 0.15;
const QUIET_SECONDS = 0.6;
const LOUD_SECONDS = 1.6;

export interface PreflightStimulus {
  readonly sampleRateHz: number;
  /** One for each of the rig's channels, volts. */
  readonly channels: readonly Float64Array[];
  /** `lead`, `sweep-0`, `sweep-1`, ..., `quiet`, `loud`. */
  readonly places: ReadonlyMap<string, Place>;
  readonly loudVoltsRms: number;
  readonly quietVoltsRms: number;
}

/** The most that may be played in loopback, volts rms. */
export const loopbackLimitVoltsRms = ({ output, input, limits }: Rig): number =>
  Math.min(output.maxVoltsRms, input.maxVoltsRms, limits.outputVoltsRms);

/** The highest level of a preflight, volts rms. */
export const preflightVoltsRms = (rig: Rig): number => LOUD_RATIO * loopbackLimitVoltsRms(rig);

/** Silence, then a sweep on each channel alone, then a quiet and a louder tone on all of them. */
export function preflightStimulus(rig: Rig): PreflightStimulus {
  const loudVoltsRms = preflightVoltsRms(rig);
  const quietVoltsRms = QUIET_RATIO * loopbackLimitVoltsRms(rig);
  const gap: Segment = { kind: 'silence', seconds: GAP_SECONDS };
  const sweep = {
    lowHz: SWEEP_LOW_HZ,
    highHz: HIGHEST_RATE_SHARE * rig.sampleRateHz,
    voltsRms: loudVoltsRms,
    seconds: SWEEP_SECONDS,
  };
  const sounding = buildProgram(rig.sampleRateHz, [{ kind: 'sweep', id: 'sweep', ...sweep }]).samples.length;
  const programs = rig.channels.map((_, own): Program => {
    const slots = rig.channels.flatMap((_channel, slot): Segment[] => [
      slot === own
        ? { kind: 'sweep', id: `sweep-${slot}`, ...sweep }
        : { kind: 'silence', id: `sweep-${slot}`, seconds: sounding / rig.sampleRateHz },
      gap,
    ]);
    const tone = { kind: 'tone', frequencyHz: PREFLIGHT_TONE_HZ } as const;
    return buildProgram(rig.sampleRateHz, [
      { kind: 'silence', id: 'lead', seconds: LEAD_SECONDS },
      ...slots,
      { ...tone, id: 'quiet', voltsRms: quietVoltsRms, seconds: QUIET_SECONDS },
      gap,
      { ...tone, id: 'loud', voltsRms: loudVoltsRms, seconds: LOUD_SECONDS },
      gap,
    ]);
  });
  const [{ places, sampleRateHz }] = programs;
  return { sampleRateHz, channels: programs.map(({ samples }) => samples), places, loudVoltsRms, quietVoltsRms };
}

/** How much of all channels sounds at each frame: what tells where a capture begins, however its channels are wired. */
export function togetherOf(channels: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(channels[0].length);
  for (const samples of channels) {
    let mean = 0;
    for (let frame = 0; frame < samples.length; frame++) mean += samples[frame];
    mean /= samples.length;
    for (let frame = 0; frame < samples.length; frame++) sum[frame] += Math.abs(samples[frame] - mean);
  }
  return sum;
}
