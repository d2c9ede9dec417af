/** What kind of trouble it is; the command line's exit code follows from it. */
export type ErrorKind =
  'usage' | 'card' | 'rig' | 'plan' | 'safety' | 'device' | 'data' | 'storage' | 'cancelled' | 'bug';

/** An error as it crosses a process border. */
export interface ErrorRecord {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
  readonly tip?: string;
}

/**
 * The one error of this project. `message` names the value, the rule and the place; `tip` says what to do.
 * `code` is stable: scripts may match it.
 */
export class AmpbenchError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
  readonly tip: string | undefined;

  constructor(kind: ErrorKind, code: string, message: string, data: ErrorRecord['data'] = {}, tip?: string) {
    super(message);
    this.name = 'AmpbenchError';
    this.kind = kind;
    this.code = code;
    this.data = data;
    this.tip = tip;
  }

  /** What crosses a process border of it. */
  toRecord(): ErrorRecord {
    const { kind, code, message, data, tip } = this;
    return tip === undefined ? { kind, code, message, data } : { kind, code, message, data, tip };
  }

  /** The error again behind the border. */
  static fromRecord(record: ErrorRecord): AmpbenchError {
    return new AmpbenchError(record.kind, record.code, record.message, record.data, record.tip);
  }
}
