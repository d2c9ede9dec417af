import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnalysisInput, MeasurementKind } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { kinds } from '../../core/measure/kinds.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { BENCH_RATE_HZ, benchInput, heeded } from './benchCapture.ts';
import { milliseconds, type BenchItem } from './benchItem.ts';
import { medianSeconds, timed } from './rounds.ts';
import type { Scipy } from './scipy.ts';

const ROUNDS = 7;
/** A whole analysis is much code: the platform compiles it well only after some passes. */
const WARM_UP_ROUNDS = 10;
const SCIPY_TARGET = { atLeast: 2 } as const;

interface AnalysisCase {
  readonly kind: MeasurementKind & ('thdn' | 'frequency-response' | 'multitone');
  readonly title: string;
  readonly settings: MeasureSettings;
  readonly realTimeTarget: number;
  readonly scipyNote: string;
  /** What both make of the stimulus is kept from pass to pass; false: each pass meets it for the first time. */
  readonly keepsStimulus: boolean;
}

const CASES: readonly AnalysisCase[] = [
  {
    kind: 'thdn',
    title: 'thdn, all figures, H2–H10',
    settings: { frequencyHz: 997, seconds: 4, harmonicCount: 10 },
    realTimeTarget: 400,
    scipyNote:
      'SciPy: stretch found, kept window, one rfft, band, line, nine harmonics with phases, spectrum of 700 columns',
    keepsStimulus: true,
  },
  {
    kind: 'frequency-response',
    title: 'frequency-response, 10 s sweep, H1–H5',
    settings: { seconds: 10, harmonicCount: 5 },
    realTimeTarget: 80,
    scipyNote: 'SciPy: kept inverse filter, rfft, irfft, peak, five cut responses on the grid',
    keepsStimulus: true,
  },
  {
    kind: 'frequency-response',
    title: 'frequency-response, the same, of a stimulus not seen before',
    settings: { seconds: 10, harmonicCount: 5 },
    realTimeTarget: 80,
    scipyNote: 'SciPy: inverse filter made, rfft, irfft, peak, five cut responses on the grid',
    keepsStimulus: false,
  },
  {
    kind: 'multitone',
    title: 'multitone',
    settings: { seconds: 4 },
    realTimeTarget: 200,
    scipyNote:
      'SciPy: kept tones and window, stretch found, one rfft, rates, levels, the rest with the noise under the tones',
    keepsStimulus: true,
  },
  {
    kind: 'multitone',
    title: 'multitone, the same, of a stimulus not seen before',
    settings: { seconds: 4 },
    realTimeTarget: 200,
    scipyNote: 'SciPy: tones of the stimulus found, then the same',
    keepsStimulus: false,
  },
];

async function benchCase(test: AnalysisCase, folder: string, scipy: Scipy | null): Promise<BenchItem[]> {
  const { kind, title, realTimeTarget, keepsStimulus } = test;
  const realTime = { name: title, unit: '× real time', target: { atLeast: realTimeTarget } } as const;
  const against = { name: `${title}, SciPy / ours`, unit: '×', target: SCIPY_TARGET } as const;
  const definition = kinds.get(kind);
  if (definition === undefined) return [{ ...realTime, measured: null, note: 'not there' }];
  const settings = heeded(definition, test.settings);
  const { main, input } = benchInput(definition, settings, 1);
  const [samples] = main.channels;
  const [played] = input.reference?.channels ?? [samples];
  const capture = join(folder, `${kind}.f64`);
  const reference = join(folder, `${kind}.reference.f64`);
  await writeFile(capture, new Uint8Array(samples.buffer));
  await writeFile(reference, new Uint8Array(played.buffer));
  const seconds = samples.length / BENCH_RATE_HZ;
  let pass: AnalysisInput = input;
  // What is known of a stimulus is kept with its array: a new one over the same samples is met for the first time
  const meetAnew = (): void => {
    if (input.reference !== null && !keepsStimulus)
      pass = { ...input, reference: { ...input.reference, channels: [new Float64Array(played.buffer)] } };
  };
  const took = await medianSeconds(
    {
      ours: timed(() => definition.analyze(pass, settings), meetAnew),
      checked: timed(() => analyzeKind(definition, pass, settings), meetAnew),
      scipy:
        scipy?.contender({
          work: kind,
          capture,
          reference,
          keepsStimulus,
          sampleRateHz: BENCH_RATE_HZ,
          bandHz: [20, 20_000],
          sweepRateSeconds: seconds / Math.log(BENCH_RATE_HZ / 2 / 10),
        }) ?? null,
    },
    ROUNDS,
    WARM_UP_ROUNDS,
  );
  const ours = took.ours!;
  const checked = took.checked!;
  return [
    {
      ...realTime,
      measured: seconds / ours,
      note: `one channel of ${seconds.toFixed(1)} s at 192 kHz in ${milliseconds(ours)}`,
    },
    {
      name: `${title}, with the checks of the capture`,
      measured: seconds / checked,
      unit: '× real time',
      target: null,
      note: `${milliseconds(checked)}: usable samples, integrity from the data`,
    },
    {
      ...against,
      measured: took.scipy === null ? null : took.scipy / ours,
      note: took.scipy === null ? 'no Python with SciPy here' : `${test.scipyNote}: ${milliseconds(took.scipy)}`,
    },
  ];
}

/** Analyses as multiples of real time, and against SciPy on the same capture. */
export async function benchAnalyses(scipy: Scipy | null): Promise<BenchItem[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ampbench-bench-'));
  try {
    const found: BenchItem[] = [];
    for (const test of CASES) found.push(...(await benchCase(test, folder, scipy)));
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
