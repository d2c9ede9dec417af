import { describe, expect, it } from 'vitest';
import type { Analysis, KindDefinition } from '../../core/measure/analysis.ts';
import { imdAesDifference } from '../../core/measure/imd-aes-difference/kind.ts';
import { imdAesModulation } from '../../core/measure/imd-aes-modulation/kind.ts';
import { imdCcif } from '../../core/measure/imd-ccif/kind.ts';
import { imdDim } from '../../core/measure/imd-dim/kind.ts';
import { imdDin } from '../../core/measure/imd-din/kind.ts';
import { imdSmpte } from '../../core/measure/imd-smpte/kind.ts';
import { dimComponents } from '../../core/signal/dim.ts';
import { expectClose } from '../expectClose.ts';
import { PLAYER_RATES, playedTones, SHARED_CLOCK, type PlayedTone, type PlayerRate } from '../playerTones.ts';
import { sumOf, tones, whiteNoise } from '../synthetic.ts';

const sampleRateHz = 48_000;
const frames = 4 * sampleRateHz;
const ratio = (db: number): number => 10 ** (db / 20);

interface Case {
  readonly definition: KindDefinition;
  readonly tones: readonly PlayedTone[];
  /** Frequency and dB re the upper tone. */
  readonly products: readonly (readonly [frequencyHz: number, levelDb: number])[];
  readonly upperAmplitude: number;
  /** Figures and their closed forms, dB. */
  readonly expected: Readonly<Record<string, number>>;
}

const pairTones = (f1: number, f2: number, a1: number, a2: number): PlayedTone[] => [
  { frequencyHz: f1, amplitude: a1, phaseRadians: 0.3 },
  { frequencyHz: f2, amplitude: a2, phaseRadians: 1.1 },
];
const rssDb = (levelsDb: readonly number[]): number =>
  10 * Math.log10(levelsDb.reduce((s, l) => s + 10 ** (l / 10), 0));
const dim = dimComponents(sampleRateHz, 30_000, 0.9);
const dimProducts = [750, 2400, 3900, 5550, 7050, 8700, 10_200, 11_850, 13_350].map((hz, index): [number, number] => [
  hz,
  -80 - 3 * index,
]);

const cases: readonly Case[] = [
  {
    definition: imdSmpte,
    tones: pairTones(60, 7000, 0.72, 0.18),
    products: [
      [6940, -82],
      [7060, -82],
      [6880, -91],
      [7120, -93],
      [6820, -70],
    ],
    upperAmplitude: 0.18,
    expected: { 'imd-smpte': rssDb([-82, -82, -91, -93]) },
  },
  {
    definition: imdDin,
    tones: pairTones(250, 8000, 0.72, 0.18),
    products: [
      [7750, -95],
      [8250, -96],
      [7500, -104],
      [8500, -99],
    ],
    upperAmplitude: 0.18,
    expected: { 'imd-din': rssDb([-95, -96, -104, -99]) },
  },
  {
    definition: imdCcif,
    tones: pairTones(19_000, 20_000, 0.45, 0.45),
    products: [
      [1000, -90],
      [18_000, -80],
      [21_000, -84],
    ],
    upperAmplitude: 0.45,
    expected: {
      'imd-ccif-d2': 20 * Math.log10(ratio(-90) / 2),
      'imd-ccif-d3': 20 * Math.log10((ratio(-80) + ratio(-84)) / 2),
      'imd-ccif': 20 * Math.log10(Math.hypot(ratio(-90), ratio(-80) + ratio(-84)) / 2),
    },
  },
  {
    definition: imdAesDifference,
    tones: pairTones(18_000, 20_000, 0.45, 0.45),
    products: [
      [2000, -88],
      [16_000, -92],
      [22_000, -95],
    ],
    upperAmplitude: 0.45,
    expected: { 'imd-aes-difference': rssDb([-88, -92, -95]) - 10 * Math.log10(2) },
  },
  {
    definition: imdAesModulation,
    tones: pairTones(41, 7993, 0.72, 0.18),
    products: [
      [7952, -85],
      [8034, -87],
      [7911, -70],
      [8075, -70],
    ],
    upperAmplitude: 0.18,
    expected: { 'imd-aes-modulation': rssDb([-85, -87]) },
  },
  {
    definition: imdDim,
    tones: dim,
    products: dimProducts,
    upperAmplitude: dim[0].amplitude,
    expected: { 'imd-dim': rssDb(dimProducts.map(([, db]) => db)) },
  },
];

function capture(example: Case, rate: PlayerRate, disturbed: boolean): Float64Array {
  const played = playedTones(
    sampleRateHz,
    frames,
    [
      ...example.tones,
      ...example.products.map(([frequencyHz, db], index) => ({
        frequencyHz,
        amplitude: example.upperAmplitude * ratio(db),
        phaseRadians: index,
      })),
    ],
    rate,
  );
  if (!disturbed) return played;
  // DC, 50 Hz and its third at −70 dBFS, noise at −110 dBFS
  const hum = tones(
    sampleRateHz,
    frames,
    [
      { frequencyHz: 50.02, amplitude: 3e-4 },
      { frequencyHz: 150.06, amplitude: 1e-4 },
    ],
    0.01,
  );
  return sumOf(sumOf(played, hum), whiteNoise(frames, 2e-6, 7));
}

const measure = (definition: KindDefinition, samples: Float64Array): Analysis =>
  definition.analyze({ captures: { main: { sampleRateHz, unit: 'V', channels: [samples] } }, reference: null }, {});

describe.each(cases)('$definition.kind', (example) => {
  const clean = measure(example.definition, capture(example, SHARED_CLOCK, false));
  const disturbed = measure(example.definition, capture(example, SHARED_CLOCK, true));

  it.each(Object.entries(example.expected))('[IMD-1] %s of known products, DC, hum and noise present', (id, db) => {
    const figure = disturbed.channels[0].figures[id];
    expectClose(figure.db as number, db, { within: 0.1, unit: 'dB', because: 'the bound of the accuracy table' });
    expectClose(clean.channels[0].figures[id].db as number, db, {
      within: 0.001,
      unit: 'dB',
      because: 'without noise only leakage at -160 dB is left',
    });
    const uncertaintyDb = 20 * Math.log10(1 + (figure.uncertainty as number) / (figure.value as number));
    expect(uncertaintyDb).toBeGreaterThan(0);
    expectClose(figure.db as number, db, { within: 2 * uncertaintyDb, unit: 'dB', because: 'U is k = 2' });
  });

  it.each(PLAYER_RATES)('[IMD-3] is the same at $offsetPpm ppm and $wanderPpm ppm of wander', (rate) => {
    const other = measure(example.definition, capture(example, rate, false));
    for (const id of Object.keys(example.expected))
      expectClose(other.channels[0].figures[id].db as number, clean.channels[0].figures[id].db as number, {
        within: 0.02,
        unit: 'dB',
        because: 'the bound of the accuracy table',
      });
    expectClose(other.clock?.ppm as number, rate.offsetPpm, {
      within: 0.01 + 1.6 * rate.wanderPpm,
      unit: 'ppm',
      because: 'over 4 s of a 10 s period the wander has a mean of its own of up to 0.8 of its peak',
    });
  });
});
