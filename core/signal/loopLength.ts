/** Good enough to stop looking for a better length, Hz. */
const CLOSE_HZ = 0.5e-3;
/** Longest loop, seconds: two tones have fewer lengths that suit both. */
const LONGEST_SECONDS = { one: 1.5, several: 4 };
const SHORTEST_SECONDS = 0.5;

/** A loop's length, and whole cycles of each tone in it. */
export interface LoopLength {
  readonly frames: number;
  readonly cycles: readonly number[];
}

function cyclesIn(frames: number, frequenciesHz: readonly number[], sampleRateHz: number): number[] {
  return frequenciesHz.map((frequencyHz) => Math.max(1, Math.round((frequencyHz * frames) / sampleRateHz)));
}

/**
 * The loop nearest to one second that holds whole cycles of every tone within 0.5 mHz, or the one that comes closest: one tone from 1 Hz on is always met
 * to that, two at whole hertz exactly, any two to about 1 mHz.
 * @param snapFrames this length whatever it does to the frequencies; null: free
 */
export function loopLength(
  frequenciesHz: readonly number[],
  sampleRateHz: number,
  snapFrames: number | null,
): LoopLength {
  if (snapFrames !== null) return { frames: snapFrames, cycles: cyclesIn(snapFrames, frequenciesHz, sampleRateHz) };
  const longest = Math.round(LONGEST_SECONDS[frequenciesHz.length === 1 ? 'one' : 'several'] * sampleRateHz);
  const shortest = Math.round(SHORTEST_SECONDS * sampleRateHz);
  let best = sampleRateHz;
  let bestErrorHz = Infinity;
  for (let distance = 0; distance <= longest - sampleRateHz && bestErrorHz > CLOSE_HZ; distance++) {
    for (const frames of [sampleRateHz + distance, sampleRateHz - distance]) {
      if (frames < shortest) continue;
      let errorHz = 0;
      for (const frequencyHz of frequenciesHz) {
        const cycles = Math.max(1, Math.round((frequencyHz * frames) / sampleRateHz));
        errorHz = Math.max(errorHz, Math.abs((cycles * sampleRateHz) / frames - frequencyHz));
      }
      if (errorHz >= bestErrorHz) continue;
      best = frames;
      bestErrorHz = errorHz;
    }
  }
  return { frames: best, cycles: cyclesIn(best, frequenciesHz, sampleRateHz) };
}
