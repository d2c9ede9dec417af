import type { FigureUnit } from '../result/figure.ts';
import { capability, type Capability, type Limits } from './capability.ts';
import { compareWithGolden, type GoldenComparison, type Reading } from './compareWithGolden.ts';
import { driftOf, type Drift } from './drift.ts';
import { histogram, type Histogram } from './histogram.ts';
import { outliersOf } from './outliers.ts';
import { summarize, type Summary } from './summarize.ts';
import { unitYields, type Yield } from './yield.ts';

/** One finished test of a unit in a batch. */
export interface BatchAttempt {
  readonly serial: string;
  readonly outcome: 'pass' | 'fail' | 'inconclusive';
  /** Milliseconds since 1970, by the bench's clock. */
  readonly startedMs: number;
}

/** What one attempt found of one figure. */
export interface BatchReading extends Reading {
  /** Place of its attempt in the list of attempts. */
  readonly attempt: number;
}

/** One figure over all units: what it is, its limits, and its readings in the order of their attempts. */
export interface BatchSeries {
  /** `thdn.load-33/thd-n/left`, `verify-hpa-1/claim/gain`. */
  readonly series: string;
  readonly unit: FigureUnit;
  readonly limits: Limits;
  readonly readings: readonly BatchReading[];
}

export interface GoldenResult extends GoldenComparison {
  /** Place of the attempt. */
  readonly attempt: number;
}

export interface FigureStatistics {
  readonly series: string;
  readonly unit: FigureUnit;
  readonly limits: Limits;
  readonly summary: Summary | null;
  /** Null without limits, without spread, or with fewer than three units. */
  readonly capability: Capability | null;
  readonly histogram: Histogram | null;
  /** Null where the clock was set back: time then says nothing. */
  readonly drift: Drift | null;
  /** Serials of units that lie out of the others' spread; null with fewer than 15 units. */
  readonly outliers: readonly string[] | null;
  /** The golden unit's later readings against its first; empty without one. */
  readonly golden: readonly GoldenResult[];
}

export interface BatchStatistics {
  readonly attempts: number;
  readonly units: number;
  readonly firstPassYield: Yield | null;
  readonly finalYield: Yield | null;
  /** How often an attempt's time lies before the one of the attempt before it. */
  readonly clockSetBacks: number;
  readonly figures: readonly FigureStatistics[];
}

/** The first attempt of each unit, in order, without the golden unit. */
function firstAttempts(attempts: readonly BatchAttempt[], goldenSerial: string | null): Set<number> {
  const seen = new Set<string>();
  const first = new Set<number>();
  attempts.forEach(({ serial }, index) => {
    if (serial === goldenSerial || seen.has(serial)) return;
    seen.add(serial);
    first.add(index);
  });
  return first;
}

/**
 * What a batch's attempts come to. Each unit counts once in a figure's statistics, with its first attempt: rework does not polish them. The golden unit counts
 * in none of them and in no yield.
 * @param attempts in the order they were made
 * @param goldenSerial null: none
 */
export function batchStatistics(
  attempts: readonly BatchAttempt[],
  series: Iterable<BatchSeries>,
  goldenSerial: string | null,
): BatchStatistics {
  const first = firstAttempts(attempts, goldenSerial);
  const clockSetBacks = attempts.filter(
    ({ startedMs }, index) => index > 0 && startedMs < attempts[index - 1].startedMs,
  );
  const counted = attempts
    .filter(({ serial }) => serial !== goldenSerial)
    .map(({ serial, outcome }) => ({ serial, passed: outcome === 'pass' }));
  const { firstPass, final } = unitYields(counted);
  const figures: FigureStatistics[] = [];
  for (const { series: name, unit, limits, readings } of series) {
    const own = readings.filter(({ attempt }) => first.has(attempt));
    const values = own.map(({ value }) => value);
    const golden = readings.filter(({ attempt }) => attempts[attempt].serial === goldenSerial);
    figures.push({
      series: name,
      unit,
      limits,
      summary: summarize(values),
      capability: capability(values, limits),
      histogram: histogram(values),
      drift:
        clockSetBacks.length > 0
          ? null
          : driftOf(own.map(({ attempt, value }) => ({ timeMs: attempts[attempt].startedMs, value }))),
      outliers: outliersOf(values)?.map((index) => attempts[own[index].attempt].serial) ?? null,
      golden: golden.slice(1).map((reading) => ({
        attempt: reading.attempt,
        ...compareWithGolden(golden[0], reading, true),
      })),
    });
  }
  return {
    attempts: attempts.length,
    units: first.size,
    firstPassYield: firstPass,
    finalYield: final,
    clockSetBacks: clockSetBacks.length,
    figures,
  };
}
