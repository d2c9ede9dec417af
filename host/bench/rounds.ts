/** Something that runs once (or often enough to be timed) and says how many seconds one pass took. */
export type Contender = () => number | Promise<number>;

/** Long enough that what the contender before left in the caches counts little. */
const READING_SECONDS = 0.02;
const WARM_UP_ROUNDS = 2;

/** Processor time of this process so far: with other programs on the machine the clock on the wall would count theirs too. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/**
 * Times a piece of work by the processor time it takes, garbage collection and page faults included; short work is repeated within one reading.
 * @param prepare what each pass needs before it, not timed
 */
export function timed(work: () => void, prepare: () => void = () => undefined): Contender {
  return () => {
    let seconds = 0;
    let repeats = 0;
    while (seconds < READING_SECONDS) {
      prepare();
      const started = processorSeconds();
      work();
      seconds += processorSeconds() - started;
      repeats++;
    }
    return seconds / repeats;
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Median seconds of each contender. They take turns, so that what the machine does beside concerns them alike.
 * @param warmUpRounds not counted: until what is compiled while it runs is compiled
 */
export async function medianSeconds<Name extends string>(
  contenders: Readonly<Record<Name, Contender | null>>,
  rounds: number,
  warmUpRounds = WARM_UP_ROUNDS,
): Promise<Record<Name, number | null>> {
  const entries = Object.entries(contenders) as [Name, Contender | null][];
  const readings = new Map<Name, number[]>(entries.map(([name]) => [name, []]));
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [name, contender] of entries) {
      if (contender === null) continue;
      const seconds = await contender();
      if (round >= 0) readings.get(name)!.push(seconds);
    }
  }
  return Object.fromEntries(
    entries.map(([name, contender]) => [name, contender === null ? null : median(readings.get(name)!)]),
  ) as Record<Name, number | null>;
}
