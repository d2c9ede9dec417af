/** What can be wrong with a capture; docs/spec/integrity.md. */
export type IntegrityCode =
  | 'dropped-samples'
  | 'repeated-samples'
  | 'missing-block'
  | 'clipped'
  | 'muted'
  | 'pop'
  | 'dc-step'
  | 'level-drift'
  | 'wrong-rate'
  | 'resampled'
  | 'swapped-channels'
  | 'inverted'
  | 'dead-channel'
  | 'silence'
  | 'no-stimulus'
  | 'mono'
  | 'not-finite'
  | 'too-short'
  | 'truncated'
  | 'hum'
  | 'xrun';

/** One thing wrong with a capture, found in the data itself or reported by the stream. */
export interface IntegrityFinding {
  readonly code: IntegrityCode;
  /** Rig channel name, or `stream` where it concerns all. */
  readonly channel: string;
  /** Seconds from the first captured sample; null where it has no one place. */
  readonly atSeconds: number | null;
  /** Samples concerned; null where a number makes no sense. */
  readonly count: number | null;
  /** True: figures from this capture must not be judged. */
  readonly damaging: boolean;
  readonly text: string;
}
