import type { Figure } from '../result/figure.ts';
import type { RandomSource } from '../signal/random.ts';
import type { IntegrityCode } from './integrity/finding.ts';
import type { MeasureSettings } from './settings.ts';

/** Every kind of measurement, by the name the command line knows it under. */
export const MEASUREMENT_KINDS = [
  'level',
  'gain',
  'thdn',
  'noise',
  'dynamic-range',
  'frequency-response',
  'output-impedance',
  'input-impedance',
  'max-output',
  'thdn-vs-frequency',
  'thdn-vs-level',
  'imd-smpte',
  'imd-din',
  'imd-ccif',
  'imd-aes-difference',
  'imd-aes-modulation',
  'imd-dim',
  'multitone',
  'crosstalk',
  'channel-balance',
  'linearity',
  'jitter',
  'phase',
  'latency',
  'impulse',
  'integrity',
  'hum',
  'spectrum',
] as const;

/** A kind of measurement by its name. */
export type MeasurementKind = (typeof MEASUREMENT_KINDS)[number];

/** The unit of a capture's samples: volts, or full scale = 1 where no calibration is known. */
export type AmplitudeUnit = 'V' | 'FS';

/** What was recorded (or played): one array for each channel, equal lengths. */
export interface Capture {
  readonly sampleRateHz: number;
  readonly unit: AmplitudeUnit;
  readonly channels: readonly Float64Array[];
}

/**
 * The part a capture plays in a measurement: most have one, `main`. Output impedance has `open` and `loaded`, input impedance `without` and `with` the
 * series resistor.
 */
export type CaptureRole = 'main' | 'open' | 'loaded' | 'without' | 'with';

/** What an analysis is made of: samples in volts or re full scale. */
export interface AnalysisInput {
  readonly captures: Readonly<Partial<Record<CaptureRole, Capture>>>;
  /** Further captures in the same roles, of kinds that `takesRepeats`. */
  readonly repeats?: Readonly<Partial<Record<CaptureRole, readonly Capture[]>>>;
  /** What was played, one channel for each captured one or one for all; null where it is not known. */
  readonly reference: Capture | null;
}

/** Columns of equal length by name; the unit stands in the name: `frequenciesHz`, `magnitudesDb`. */
export type CurveColumns = Readonly<Record<string, readonly (number | null)[]>>;

/** One channel's figures and curves by id. */
export interface ChannelAnalysis {
  /** Counted from 1. */
  readonly channel: number;
  readonly figures: Readonly<Record<string, Figure>>;
  readonly curves: Readonly<Record<string, CurveColumns>>;
  readonly flags: readonly string[];
}

/** How fast the player's clock runs against the recorder's. */
export interface ClockEstimate {
  /** f_player/f_recorder − 1, in millionths; positive: the player is fast. */
  readonly ppm: number;
  /** k = 2. */
  readonly uncertaintyPpm: number;
  /** Peak deviation of the rate from its mean over the capture. */
  readonly wanderPpm: number;
}

/** Something that is wrong with a capture, and where. */
export interface AnalysisFinding {
  readonly code: IntegrityCode;
  /** Counted from 1; null where it concerns all. */
  readonly channel: number | null;
  readonly atSeconds: number | null;
  readonly count: number | null;
  readonly damaging: boolean;
  readonly text: string;
}

/** What nobody said of a recorded file: what full scale is in volts, what was played, what the recorder itself lost. */
export const NOT_KNOWN = ['calibration', 'stimulus', 'recorder'] as const;

/** One thing that nobody said of a file. */
export type NotKnown = (typeof NOT_KNOWN)[number];

/** What one measurement found: the document that `analyze` and `measure` print with `--json`. */
export interface Analysis {
  readonly kind: MeasurementKind;
  readonly schemaVersion: 1;
  readonly sampleRateHz: number;
  readonly frames: number;
  readonly definitionId: string;
  readonly channels: readonly ChannelAnalysis[];
  readonly clock: ClockEstimate | null;
  readonly integrity: readonly AnalysisFinding[];
  /** Of a file that `analyze` was given; absent where all is known. */
  readonly notKnown?: readonly NotKnown[];
}

/** A stretch to be played for one capture, and how the bench is wired for it. */
export interface MeasurementTake {
  readonly role: CaptureRole;
  /** Volts at the generator, one array for each channel of the rig, equal lengths. */
  readonly channels: readonly Float64Array[];
  /** Sent as it is, without dither, bit for bit: the J-test. */
  readonly bitExact?: boolean;
}

/** What a kind's stimulus is made for. */
export interface StimulusBench {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  /** Volts rms at the generator that stand for full level: of the sine with the same peak. */
  readonly levelVoltsRms: number;
  /** Volts peak of the largest sample the output can play: the J-test is defined re full scale. */
  readonly fullScaleVoltsPeak: number;
  readonly random: RandomSource;
}

/** One kind of measurement: what to play, and what to make of what came back. Each lies in `core/measure/<kind>/kind.ts`. */
export interface KindDefinition {
  readonly kind: MeasurementKind;
  /** For a person: `THD+N, THD and harmonics`. */
  readonly title: string;
  /** The settings it heeds; others are refused by name before anything is read. */
  readonly options: readonly (keyof MeasureSettings)[];
  /** Captures it needs, in the order they are asked for. */
  readonly roles: readonly CaptureRole[];
  /** Its captures may be taken several times over; the uncertainty is then that of their repeatability. */
  readonly takesRepeats?: true;
  /** `needed`: what was played must be known; `used`: it is heeded where it is known. */
  readonly reference: 'needed' | 'used' | 'ignored';
  /** Fewest channels each capture must have. */
  readonly leastChannels: number;
  /** What to play, as volts at the generator. @throws AmpbenchError of kind `usage` where settings or sample rate do not allow it */
  readonly stimulus: (settings: MeasureSettings, bench: StimulusBench) => readonly MeasurementTake[];
  /**
   * Pure: the same captures and settings give the same document.
   * @throws AmpbenchError of kind `data` or `usage`, naming value, rule and place, where the input cannot be analysed
   */
  readonly analyze: (input: AnalysisInput, settings: MeasureSettings) => Analysis;
}
