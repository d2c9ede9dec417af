import type { Figure } from '../result/figure.ts';
import type { Verification } from '../result/verification.ts';
import { isFedByVolts } from './ampFromCard.ts';
import type { AmpOutput, Interval, OutputNoise, OutputPoint } from './ampOutput.ts';

/** The distortion at which a maximum counts where several were measured into one load. */
const USUAL_THDN_LIMIT = 0.01;

interface KnownFigure extends Figure {
  readonly value: number;
}

const intervalOf = (figure: KnownFigure): Interval => ({
  low: Math.max(0, figure.value - (figure.uncertainty ?? 0)),
  high: figure.value + (figure.uncertainty ?? 0),
});

/** The channel of which the interval is worst: a pair of ears hears both, and the weaker ends the level. */
function weakest(figures: readonly KnownFigure[]): Interval | null {
  if (figures.length === 0) return null;
  const intervals = figures.map(intervalOf);
  return { low: Math.min(...intervals.map(({ low }) => low)), high: Math.min(...intervals.map(({ high }) => high)) };
}

function pointsOf(figures: readonly KnownFigure[]): readonly OutputPoint[] {
  const loadOf = ({ conditions }: KnownFigure): number => conditions.loadOhms ?? Infinity;
  return [...new Set(figures.map(loadOf))].map((loadOhms): OutputPoint => {
    const all = figures.filter((figure) => loadOf(figure) === loadOhms);
    const limits = all.map(({ conditions }) => conditions.thdnLimitRatio ?? USUAL_THDN_LIMIT);
    const usual = limits.filter((limit) => limit <= USUAL_THDN_LIMIT);
    const chosen = usual.length > 0 ? Math.max(...usual) : Math.min(...limits);
    const counted = all.filter((_, index) => limits[index] === chosen);
    const { low, high } = weakest(counted)!;
    const isLowerBound = counted.some(({ flags }) => flags.includes('lower-bound'));
    return { loadOhms, voltsRms: { low, high: isLowerBound ? Infinity : high } };
  });
}

function noiseOf(figures: readonly KnownFigure[]): OutputNoise | null {
  for (const [id, weighting] of [
    ['noise-a', 'a'],
    ['noise', 'unweighted'],
  ] as const) {
    const found = figures.filter((figure) => figure.id === id);
    if (found.length === 0) continue;
    const loudest = found.reduce((most, each) => (each.value > most.value ? each : most));
    return { voltsRms: loudest.value, weighting, isUpperBound: loudest.flags.includes('baseline-limited') };
  }
  return null;
}

/**
 * An amp from what `verify` measured of it, its uncertainties with it: maxima for each load (the weaker channel, at 1 % THD+N or the nearest limit below),
 * output impedance at 1 kHz (the higher channel, the load that tells it best), gain, and noise (the louder channel).
 */
export function ampFromVerification(verification: Verification): AmpOutput {
  const figures = verification.steps
    .filter(({ step }) => step.kind !== 'baseline')
    .flatMap((step) => step.figures)
    .filter((figure): figure is KnownFigure => figure.value !== null);
  const of = (id: string): readonly KnownFigure[] => figures.filter((figure) => figure.id === id);
  const points = pointsOf(of('max-output'));
  const impedances = of('output-impedance');
  const surest = Math.min(...impedances.map(({ uncertainty }) => uncertainty ?? Infinity));
  const sureLoad = impedances.find(({ uncertainty }) => uncertainty === surest)?.conditions.loadOhms;
  const outputOhms = impedances
    .filter(({ conditions }) => conditions.loadOhms === sureLoad)
    .map(intervalOf)
    .reduce<Interval | null>((most, each) => (most === null || each.high > most.high ? each : most), null);
  const { card, rig } = verification;
  const limits = [...new Set(of('max-output').map(({ conditions }) => conditions.thdnLimitRatio))];
  return {
    name: [card.maker, card.product ?? card.id].filter((part) => part !== null).join(' '),
    basis: 'measured',
    simulated: verification.simulated,
    points,
    maxAmperesRms: null,
    outputOhms,
    gainRatio: weakest(of('gain')),
    isFedByVolts: isFedByVolts(card),
    noise: noiseOf(figures),
    remarks: [
      `Measured on ${rig.name}, volume at its maximum, as in the run.`,
      ...limits
        .filter((limit) => limit !== undefined)
        .map((limit) => `Maximum output is the output at a THD+N of ${(limit * 100).toPrecision(2)} %.`),
    ],
  };
}
