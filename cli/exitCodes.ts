import type { ErrorKind } from '../core/errors.ts';
import type { Verification } from '../core/result/verification.ts';

/** The command line's exit codes: a contract, scripts depend on it. */
export const EXIT = {
  pass: 0,
  claimFailed: 1,
  undecided: 2,
  usage: 3,
  device: 4,
  data: 5,
  bug: 70,
  cancelled: 130,
} as const;

type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_KIND: Readonly<Record<ErrorKind, ExitCode>> = {
  usage: EXIT.usage,
  rig: EXIT.usage,
  plan: EXIT.usage,
  safety: EXIT.device,
  device: EXIT.device,
  card: EXIT.data,
  data: EXIT.data,
  storage: EXIT.data,
  cancelled: EXIT.cancelled,
  bug: EXIT.bug,
};

export function exitCodeOfError(kind: ErrorKind): ExitCode {
  return BY_KIND[kind];
}

/** 1 when any claim failed, else 2 when any is undecided, else 0. Rows left to the person (`manual`) do not count. */
export function exitCodeOfVerification({ summary }: Verification): ExitCode {
  if (summary.fail > 0) return EXIT.claimFailed;
  return summary.inconclusive + summary['not-verifiable'] > 0 ? EXIT.undecided : EXIT.pass;
}
