import type { Analysis, AnalysisFinding, ChannelAnalysis, ClockEstimate } from '../measure/analysis.ts';
import type { Figure } from '../result/figure.ts';
import { averaged } from './averages.ts';
import { combineFigures } from './combineFigures.ts';
import { CurveAverage } from './curveAverage.ts';
import { mergeFindings } from './mergeFindings.ts';

interface ChannelSoFar {
  readonly channel: number;
  readonly figures: Map<string, Figure[]>;
  readonly curves: Map<string, CurveAverage>;
  readonly flags: Set<string>;
}

function listIn<Key, Item>(map: Map<Key, Item[]>, key: Key): Item[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** Analyses of a long capture's records, one after another, as one analysis; docs/spec/files.md. What it holds does not grow with the records' length. */
export class AnalysisAccumulator {
  readonly #channels: ChannelSoFar[] = [];
  readonly #clocks: ClockEstimate[] = [];
  #findings: AnalysisFinding[] = [];
  #first: Analysis | null = null;
  #records = 0;

  /** @param startSeconds where the record begins in the capture */
  add(analysis: Analysis, startSeconds: number): void {
    this.#first ??= analysis;
    this.#records++;
    this.#findings = mergeFindings(this.#findings, analysis.integrity, startSeconds);
    if (analysis.clock !== null) this.#clocks.push(analysis.clock);
    for (const [index, channel] of analysis.channels.entries()) {
      this.#channels[index] ??= {
        channel: channel.channel,
        figures: new Map(),
        curves: new Map(),
        flags: new Set(),
      };
      const soFar = this.#channels[index];
      for (const flag of channel.flags) soFar.flags.add(flag);
      for (const [id, figure] of Object.entries(channel.figures)) listIn(soFar.figures, id).push(figure);
      for (const [id, curve] of Object.entries(channel.curves)) {
        const average = soFar.curves.get(id) ?? new CurveAverage(curve);
        soFar.curves.set(id, average);
        average.add(curve);
      }
    }
  }

  /**
   * @param frames of the whole capture
   * @returns null before the second record
   */
  finish(frames: number): Analysis | null {
    const first = this.#first;
    if (first === null || this.#records < 2) return null;
    const independent = Math.min(frames / first.frames, this.#records);
    return {
      ...first,
      frames,
      channels: this.#channels.map((channel) => this.#finishChannel(channel, independent)),
      clock: this.#clocks.length === this.#records ? combineClocks(this.#clocks, independent) : null,
      integrity: this.#findings.toSorted((one, other) => (one.atSeconds ?? -1) - (other.atSeconds ?? -1)),
    };
  }

  #finishChannel({ channel, figures, curves, flags }: ChannelSoFar, independent: number): ChannelAnalysis {
    const finished = Array.from(curves, ([id, curve]) => [id, curve.finish(this.#records)] as const);
    return {
      channel,
      figures: Object.fromEntries(Array.from(figures, ([id, list]) => [id, combineFigures(list, independent)])),
      curves: Object.fromEntries(finished.flatMap(([id, curve]) => (curve === null ? [] : [[id, curve]]))),
      flags: [...flags],
    };
  }
}

/** The mean rate; what records deviate from it is wander too. */
function combineClocks(clocks: readonly ClockEstimate[], independent: number): ClockEstimate {
  const { value, expanded } = averaged(
    clocks.map(({ ppm }) => ppm),
    'mean',
    independent,
  );
  return {
    ppm: value,
    uncertaintyPpm: expanded,
    wanderPpm: Math.max(...clocks.map(({ ppm, wanderPpm }) => Math.abs(ppm - value) + wanderPpm)),
  };
}
