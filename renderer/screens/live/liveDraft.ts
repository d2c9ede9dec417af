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
  /** Volts rms; FS at a digital input. */
  readonly levelRms: number | null;
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
  levelRms: 1,
  channels: 'both',
  snap: true,
};

/** Where a session is played. */
export interface SetUpDraft {
  readonly path: LiveRequest['path'];
  readonly drive: LiveRequest['drive'];
  readonly loadOhms: number | null;
}

export const FIRST_SET_UP: SetUpDraft = { path: 'dut', drive: 'analogue', loadOhms: null };

/** Full scale less 20 dB: a level that no digital input is hurt by. */
const FIRST_DIGITAL_RMS = 0.1;

/** Another input is driven: the level begins anew, because it may have another unit there. */
export const withDrive = (draft: GeneratorDraft, drive: SetUpDraft['drive']): GeneratorDraft =>
  drive === 'digital'
    ? { ...draft, levelAt: 'generator', levelRms: FIRST_DIGITAL_RMS }
    : { ...draft, levelAt: FIRST_GENERATOR.levelAt, levelRms: FIRST_GENERATOR.levelRms };

/** The level is asked for at another place: from volts to full scale or back it begins anew. */
export function withLevelAt(
  draft: GeneratorDraft,
  levelAt: GeneratorDraft['levelAt'],
  drive: SetUpDraft['drive'],
): GeneratorDraft {
  if (drive === 'analogue' || levelAt === draft.levelAt) return { ...draft, levelAt };
  return { ...draft, levelAt, levelRms: levelAt === 'generator' ? FIRST_DIGITAL_RMS : FIRST_GENERATOR.levelRms };
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
  const { levelAt, levelRms, channels, snap } = draft;
  if (signal === null || levelRms === null || !(levelRms > 0)) return null;
  const level =
    levelAt === 'output'
      ? ({ at: 'output', voltsRms: levelRms } as const)
      : ({ at: 'generator', driveRms: levelRms } as const);
  return { signal, level, channels, snap };
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
    levelRms: level.at === 'output' ? level.voltsRms : level.driveRms,
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
