import type { LiveAnalyzerRequest, LiveGenerator, LiveRequest } from '../../../electron/ipc/live.ts';

/** The generator as it stands in the form; a field that is empty is null. */
export interface GeneratorDraft {
  readonly signal: LiveGenerator['signal']['kind'];
  readonly frequencyHz: number | null;
  readonly secondHz: number | null;
  readonly ratio: number | null;
  readonly lowHz: number | null;
  readonly highHz: number | null;
  readonly colour: 'white' | 'pink';
  readonly levelAt: LiveGenerator['level']['at'];
  readonly levelVoltsRms: number | null;
  readonly channels: LiveGenerator['channels'];
  readonly snap: boolean;
}

export const FIRST_GENERATOR: GeneratorDraft = {
  signal: 'sine',
  frequencyHz: 1000,
  secondHz: 7000,
  ratio: 4,
  lowHz: 20,
  highHz: 20_000,
  colour: 'pink',
  levelAt: 'output',
  levelVoltsRms: 1,
  channels: 'both',
  snap: true,
};

export interface SetUpDraft {
  readonly path: LiveRequest['path'];
  readonly loadOhms: number | null;
}

function signalOf(draft: GeneratorDraft): LiveGenerator['signal'] | null {
  const { signal: kind, frequencyHz, secondHz, ratio, lowHz, highHz, colour } = draft;
  switch (kind) {
    case 'off':
    case 'multitone':
      return { kind };
    case 'sine':
    case 'square':
      return frequencyHz === null ? null : { kind, frequencyHz };
    case 'two-tone':
      return frequencyHz === null || secondHz === null || ratio === null
        ? null
        : { kind, frequenciesHz: [frequencyHz, secondHz], ratio };
    case 'sweep':
      return lowHz === null || highHz === null ? null : { kind, lowHz, highHz };
    case 'noise':
      return { kind, colour };
  }
}

/** What the form asks for; null while something is missing. */
export function generatorOf(draft: GeneratorDraft): LiveGenerator | null {
  const signal = signalOf(draft);
  const { levelAt: at, levelVoltsRms: voltsRms, channels, snap } = draft;
  if (signal === null || voltsRms === null || !(voltsRms > 0)) return null;
  return { signal, level: { voltsRms, at }, channels, snap };
}

/** The residual bands that claims and reviews use; null: up to half the sampling rate. */
export const BANDS: readonly (readonly [lowHz: number, highHz: number | null])[] = [
  [20, 20_000],
  [22, 22_400],
  [20, 40_000],
  [20, 80_000],
  [20, null],
];

export const AVERAGINGS = {
  off: { kind: 'off', count: 1 },
  linear: { kind: 'linear', count: 24 },
  exponential: { kind: 'exponential', count: 8 },
} as const satisfies Record<string, LiveAnalyzerRequest['options']['averaging']>;

export const LOWEST_HZ = 10;

/** How the analyzer stands before anything was chosen. */
export const firstAnalyzer = (sampleRateHz: number): LiveAnalyzerRequest => ({
  options: {
    bandHz: [20, 20_000],
    denominator: 'total',
    weighting: 'a',
    averaging: AVERAGINGS.off,
    peakHold: false,
  },
  view: { lowHz: LOWEST_HZ, highHz: sampleRateHz / 2, columns: 900 },
  scope: { seconds: 0.004, columns: 500 },
});

/** The form as it stands for a generator that runs already. */
export function draftOf({ signal, level, channels, snap }: LiveGenerator): GeneratorDraft {
  const draft: GeneratorDraft = {
    ...FIRST_GENERATOR,
    signal: signal.kind,
    levelAt: level.at,
    levelVoltsRms: level.voltsRms,
    channels,
    snap,
  };
  switch (signal.kind) {
    case 'sine':
    case 'square':
      return { ...draft, frequencyHz: signal.frequencyHz };
    case 'two-tone':
      return { ...draft, frequencyHz: signal.frequenciesHz[0], secondHz: signal.frequenciesHz[1], ratio: signal.ratio };
    case 'sweep':
      return { ...draft, lowHz: signal.lowHz, highHz: signal.highHz };
    case 'noise':
      return { ...draft, colour: signal.colour };
    case 'off':
    case 'multitone':
      return draft;
  }
}
