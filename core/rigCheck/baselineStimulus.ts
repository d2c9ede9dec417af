import type { Rig } from '../calibration/rig.ts';
import { HIGHEST_RATE_SHARE } from '../measure/frequency-response/analyze.ts';
import { buildProgram, type Place, type Segment } from '../signal/program.ts';
import { DEFAULT_RULES } from '../verdict/deviationRules.ts';
import { loopbackLimitVoltsRms } from './preflightStimulus.ts';

/** Crosstalk is read here. */
export const CROSSTALK_HZ = [1000, 10000] as const;
/** A typical headphone amplifier is driven so much lower than its output: 8 dB. */
const TYPICAL_GAIN_RATIO = 2.5;
const TONE_SECONDS = 2.1;
const SWEEP_SECONDS = 2.1;
const CROSSTALK_SECONDS = 0.8;
const IDLE_SECONDS = 1.6;
const GAP: Segment = { kind: 'silence', seconds: 0.2 };

export interface BaselineStimulus {
  readonly sampleRateHz: number;
  /** One for each of the rig's channels, volts. */
  readonly channels: readonly Float64Array[];
  /** `idle`, `generator`, `capture`, `sweep`, and `crosstalk-<channel>-<Hz>` with the channel from 0. */
  readonly places: ReadonlyMap<string, Place>;
  readonly generatorVoltsRms: number;
  readonly captureVoltsRms: number;
}

/** The highest level of a baseline, volts rms: the rules' output level, where the rig allows it. */
export const baselineVoltsRms = (rig: Rig): number =>
  Math.min(DEFAULT_RULES.outputVoltsRms, loopbackLimitVoltsRms(rig));

/** Silence, a tone at two levels, a sweep, and each channel alone; the louder things after the quieter. */
export function baselineStimulus(rig: Rig): BaselineStimulus {
  const { frequencyHz } = DEFAULT_RULES;
  const captureVoltsRms = baselineVoltsRms(rig);
  const generatorVoltsRms = captureVoltsRms / TYPICAL_GAIN_RATIO;
  const highHz = HIGHEST_RATE_SHARE * rig.sampleRateHz;
  const programs = rig.channels.map((_, own) =>
    buildProgram(rig.sampleRateHz, [
      { kind: 'silence', id: 'idle', seconds: IDLE_SECONDS },
      { kind: 'sweep', id: 'sweep', lowHz: 10, highHz, voltsRms: generatorVoltsRms, seconds: SWEEP_SECONDS },
      GAP,
      { kind: 'tone', id: 'generator', frequencyHz, voltsRms: generatorVoltsRms, seconds: TONE_SECONDS },
      GAP,
      { kind: 'tone', id: 'capture', frequencyHz, voltsRms: captureVoltsRms, seconds: TONE_SECONDS },
      GAP,
      ...rig.channels.flatMap((_channel, driven): Segment[] =>
        CROSSTALK_HZ.flatMap((hz): Segment[] => {
          const id = `crosstalk-${driven}-${hz}`;
          const seconds = CROSSTALK_SECONDS;
          return [
            driven === own
              ? { kind: 'tone', id, frequencyHz: hz, voltsRms: captureVoltsRms, seconds }
              : { kind: 'silence', id, seconds },
            GAP,
          ];
        }),
      ),
    ]),
  );
  const [{ places, sampleRateHz }] = programs;
  return { sampleRateHz, channels: programs.map(({ samples }) => samples), places, generatorVoltsRms, captureVoltsRms };
}
