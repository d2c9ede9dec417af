import { toErrorRecord } from '../engine/protocol.ts';
import type { Qa40xAnalyzer } from './analyzer.ts';
import { ACQUISITION_ROUTES } from './acquisitionRoutes.ts';
import { AUDITION_ROUTES } from './auditionRoutes.ts';
import { FILE_ROUTES } from './fileRoutes.ts';
import { READING_ROUTES } from './readingRoutes.ts';
import { referencePage } from './reference.ts';
import { matchCall, type Caller, type Route } from './route.ts';
import { SETTING_ROUTES } from './settingRoutes.ts';
import { STATUS_ROUTES } from './statusRoutes.ts';

const ROUTES: readonly Route[] = [
  ...STATUS_ROUTES,
  ...SETTING_ROUTES,
  ...ACQUISITION_ROUTES,
  ...READING_ROUTES,
  ...FILE_ROUTES,
  ...AUDITION_ROUTES,
];

/** What is sent back, but for what every reply has. */
export interface Reply {
  readonly status: number;
  /** The reason phrase; errors are told by it. */
  readonly reason: string;
  readonly type: 'application/json' | 'text/html; charset=utf-8' | 'image/png';
  readonly content: string | Uint8Array;
}

/** The statuses that are no plain 400. */
const STATUSES: Readonly<Record<string, number>> = {
  'origin-not-allowed': 403,
  'unknown-path': 404,
  'verb-not-allowed': 405,
  'nothing-acquired': 409,
  'length-required': 411,
  'body-too-large': 413,
};

const LONGEST_REASON = 400;

/** A text that may stand in a status line. */
const asReason = (text: string): string =>
  text
    .replaceAll('−', '-')
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .slice(0, LONGEST_REASON);

const json = (status: number, reason: string, fields: Readonly<Record<string, string>>): Reply => ({
  status,
  reason,
  type: 'application/json',
  content: JSON.stringify(fields),
});

/** An error as clients of this interface take it: why in the reason phrase, the session in the body. */
export function errorReply(analyzer: Qa40xAnalyzer, error: unknown): Reply {
  const { kind, code, message, tip } = toErrorRecord(error);
  const status = kind === 'bug' ? 500 : (STATUSES[code] ?? 400);
  return json(status, asReason(tip === undefined ? message : `${message}. ${tip}`), { SessionId: analyzer.sessionId });
}

/** Carries a call out. Never rejects: what fails is told in the reply. */
export async function answerCall(
  analyzer: Qa40xAnalyzer,
  call: Caller & { readonly verb: string; readonly address: string; readonly accept: string },
): Promise<Reply> {
  const { verb, address, accept } = call;
  try {
    if (verb === 'GET' && address.split('?', 1)[0] === '/') return rootReply(analyzer, accept);
    const { route, args } = matchCall(ROUTES, verb, address);
    const answer = await route.answer(analyzer, args, call);
    if (answer instanceof Uint8Array) return { status: 200, reason: 'OK', type: 'image/png', content: answer };
    return json(200, 'OK', { SessionId: analyzer.sessionId, ...answer });
  } catch (error) {
    return errorReply(analyzer, error);
  }
}

/** The reference for a browser; programs that read JSON get a list of the calls. */
function rootReply(analyzer: Qa40xAnalyzer, accept: string): Reply {
  if (accept.includes('text/html')) {
    const content = referencePage(ROUTES, analyzer.bench.rig.name);
    return { status: 200, reason: 'OK', type: 'text/html; charset=utf-8', content };
  }
  return json(200, 'OK', {
    SessionId: analyzer.sessionId,
    Value: ROUTES.map(({ verb, path }) => `${verb} ${path}`).join('\n'),
  });
}
