/** What a check found, and what it must find: `measured` may be `within` from `expected`, all in `unit`. */
export interface SelfTestOutcome {
  readonly measured: number;
  readonly expected: number;
  readonly within: number;
  readonly unit: string;
}

/** A figure that has a closed form, measured by this build on this machine. */
export interface SelfTest {
  readonly id: string;
  readonly title: string;
  /** Deterministic; takes up to a second or two. */
  readonly run: () => SelfTestOutcome;
}

export const passes = ({ measured, expected, within }: SelfTestOutcome): boolean =>
  Math.abs(measured - expected) <= within;
