import type { MeasurementKind } from '../measure/analysis.ts';
import type { Figure } from '../result/figure.ts';
import { makeFigure } from '../result/makeFigure.ts';
import { RIG_ONLY_ADDS, RIG_ONLY_LOWERS } from '../verdict/reachOf.ts';

/** Noise figures and what the full level over them is called, by the kind that measures them. */
const NAMES: Readonly<Partial<Record<MeasurementKind, Readonly<Record<string, string>>>>> = {
  noise: { noise: 'snr', 'noise-a': 'snr-a', 'noise-468': 'snr-468', 'noise-ccir-rms': 'snr-ccir-rms' },
  'dynamic-range': {
    noise: 'dynamic-range-unweighted',
    'noise-a': 'dynamic-range-a',
    'noise-468': 'dynamic-range-468',
    'noise-ccir-rms': 'dynamic-range',
  },
};

/** The full level in volts that a kind's own ratio of one channel rests on. */
function fullLevelOf(
  figures: readonly Figure[],
  names: Readonly<Record<string, string>>,
  channel: string,
): number | null {
  const valueOf = (id: string): number | null =>
    figures.find((figure) => figure.id === id && figure.channel === channel)?.value ?? null;
  for (const [noiseId, ratioId] of Object.entries(names)) {
    const [noise, ratio] = [valueOf(noiseId), valueOf(ratioId)];
    if (noise !== null && ratio !== null) return noise * ratio;
  }
  return null;
}

/**
 * Figures with the ratios to noise made anew, under every weighting, from noise figures whose uncertainty holds the rig's share: a ratio is as uncertain as
 * its noise.
 */
export function withRatiosToNoise(kind: MeasurementKind, figures: readonly Figure[]): Figure[] {
  const names = NAMES[kind];
  if (names === undefined) return [...figures];
  const ratioIds = new Set(Object.values(names));
  const ratios = figures.flatMap((figure) => {
    const ratioId = names[figure.id] as string | undefined;
    const full = fullLevelOf(figures, names, figure.channel);
    if (ratioId === undefined || full === null || figure.value === null || figure.uncertainty === null) return [];
    const value = full / figure.value;
    return [
      makeFigure({
        id: ratioId,
        channel: figure.channel,
        value,
        unit: 'ratio',
        parts: figure.uncertaintyParts.map(({ source, value: part }) => ({
          source,
          value: (value * part) / (figure.value ?? 1),
        })),
        definitionId: figure.definitionId.replace(/^noise/, kind === 'noise' ? 'snr' : kind),
        conditions: figure.conditions,
        flags: figure.flags.map((flag) => (flag === RIG_ONLY_ADDS ? RIG_ONLY_LOWERS : flag)),
        dbReference: 'max-output',
      }),
    ];
  });
  return [...figures.filter(({ id }) => !ratioIds.has(id)), ...ratios];
}
