import type { Qa40xWindow } from './window.ts';

/** What the generators play. `User`: what comes with the acquisition. */
export const QA40X_SOURCES = ['Off', 'User', 'Sine', 'Multitone', 'WhiteNoise', 'ExpoChirp'] as const;

export const QA40X_MUTINGS = ['MuteNone', 'MuteLeft', 'MuteRight'] as const;

/** Full scale of the input, dBV. */
export const QA40X_INPUT_RANGES_DBV = [0, 6, 12, 18, 24, 30, 36, 42] as const;

export interface Tone {
  readonly isOn: boolean;
  readonly frequencyHz: number;
  readonly levelDbv: number;
}

export interface Qa40xSettings {
  readonly bufferFrames: number;
  readonly sampleRateHz: number;
  readonly inputRangeDbv: (typeof QA40X_INPUT_RANGES_DBV)[number];
  readonly window: Qa40xWindow;
  readonly isAWeighted: boolean;
  /** Tones are moved onto bins of the record. */
  readonly roundsFrequencies: boolean;
  readonly source: (typeof QA40X_SOURCES)[number];
  readonly tones: readonly [Tone, Tone];
  readonly noiseDbv: number;
  readonly chirp: {
    readonly levelDbv: number;
    /** The response's time gate; 0: none. */
    readonly gateSeconds: number;
    /** Smoothing over 1/n octave; 0: none. */
    readonly octaveFraction: number;
    /** The left input is read re the right one. */
    readonly isRightReference: boolean;
  };
  /** Output channel that plays nothing. */
  readonly muting: (typeof QA40X_MUTINGS)[number];
  readonly title: string;
}

/** After `Settings/Default`, and at the start: generators off, flat top window, the largest input range. */
export const QA40X_DEFAULTS: Qa40xSettings = {
  bufferFrames: 32768,
  sampleRateHz: 48_000,
  inputRangeDbv: 42,
  window: 'FlatTop',
  isAWeighted: false,
  roundsFrequencies: true,
  source: 'Sine',
  tones: [
    { isOn: false, frequencyHz: 1000, levelDbv: -10 },
    { isOn: false, frequencyHz: 4500, levelDbv: -40 },
  ],
  noiseDbv: -40,
  chirp: { levelDbv: -20, gateSeconds: 0, octaveFraction: 0, isRightReference: false },
  muting: 'MuteNone',
  title: '',
};
