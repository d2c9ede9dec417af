import { sep } from 'node:path';
import type { z } from 'zod';
import type { ErrorKind, ErrorRecord } from '../../../core/errors.ts';
import type { errorSchema } from './answerSchemas.ts';

export type ApiError = z.infer<typeof errorSchema>;
/** An error as it may be told to a program. */
export type TellError = (error: ErrorRecord) => ApiError;

const STATUS_OF_CODE: Readonly<Partial<Record<string, number>>> = {
  'token-missing': 401,
  'origin-refused': 403,
  'no-such-call': 404,
  'run-unknown': 404,
  'not-a-run-folder': 404,
  'capture-unknown': 404,
  'unknown-card': 404,
  'unknown-rig': 404,
  'method-not-allowed': 405,
  'request-slow': 408,
  'not-in-control': 409,
  'control-lost': 409,
  'run-in-progress': 409,
  'prompt-not-open': 409,
  'run-not-finished': 409,
  'folder-in-use': 409,
  'body-too-large': 413,
  'body-not-json': 415,
  'range-outside-file': 416,
  'host-unknown': 421,
  'too-many-calls': 429,
  'too-many-viewers': 429,
  'header-too-large': 431,
  'disk-full': 507,
};

const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  usage: 400,
  card: 422,
  rig: 422,
  plan: 422,
  safety: 422,
  data: 422,
  cancelled: 409,
  storage: 500,
  bug: 500,
  device: 503,
};

/** HTTP status of an error. What is damaged on this machine is no fault of the request's. */
export function statusOf({ kind, code }: Pick<ErrorRecord, 'kind' | 'code'>): number {
  return STATUS_OF_CODE[code] ?? (code.endsWith('-damaged') ? 500 : STATUS_OF_KIND[kind]);
}

/**
 * Makes errors fit to leave this machine: a bug is not described, and folders of this machine do not stand in any text.
 * @param folders absolute; what lies in one is named from there on
 */
export function errorTeller(folders: readonly string[]): TellError {
  const longestFirst = [...new Set(folders)].sort((a, b) => b.length - a.length);
  const hide = (text: string): string =>
    longestFirst.reduce((hidden, folder) => hidden.replaceAll(`${folder}${sep}`, '').replaceAll(folder, '.'), text);
  return ({ kind, code, message, data, tip }) => {
    if (kind === 'bug') {
      const log = 'what went wrong stands in the log of the bench (standard error of ampbench serve)';
      return { code, message: 'the bench failed at this, which is a fault of its own', data: {}, tip: log };
    }
    const told = Object.entries(data).map(([key, value]) => [key, typeof value === 'string' ? hide(value) : value]);
    const error = { code, message: hide(message), data: Object.fromEntries(told) as ApiError['data'] };
    return tip === undefined ? error : { ...error, tip: hide(tip) };
  };
}
