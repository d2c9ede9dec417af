import { AmpbenchError } from '../../../core/errors.ts';
import type { RawInput, Route } from './route.ts';

/** An address that fits a call, with what stands in it. */
export interface Match {
  readonly route: Route;
  readonly path: RawInput['path'];
}

/** A method that the address does not have; `allowed`: those it has. */
export class MethodNotAllowed extends AmpbenchError {
  readonly allowed: readonly string[];

  constructor(method: string, allowed: readonly string[]) {
    const has = allowed.join(', ');
    super('usage', 'method-not-allowed', `method is ${method} but this address has ${has}`, { method }, `use ${has}`);
    this.allowed = allowed;
  }
}

const noSuchCall = (): AmpbenchError =>
  new AmpbenchError(
    'usage',
    'no-such-call',
    'there is no such call',
    {},
    'GET /api/v1/openapi.json describes them all',
  );

const badAddress = (message: string): AmpbenchError => new AmpbenchError('usage', 'bad-request', message);

/** What stands between the slashes, decoded; an encoded slash is part of a name. @throws AmpbenchError `usage/bad-request` */
function segmentsOf(path: string): readonly string[] {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    throw badAddress('the address has a percent sign that encodes nothing');
  }
}

/** Names and values of a route's path in an address; null where it does not fit. A name may be any text; where none stands the address does not fit. */
function fit(route: Route, segments: readonly string[]): RawInput['path'] | null {
  const pattern = route.path.split('/').slice(1);
  if (pattern.length !== segments.length) return null;
  const path: [string, string][] = [];
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith('{') && segments[index] !== '') path.push([part.slice(1, -1), segments[index]]);
    else if (part !== segments[index]) return null;
  }
  return Object.fromEntries(path);
}

/**
 * Finds the call of an address.
 * @param path below the API's own, as it was sent, without the query
 * @throws AmpbenchError `usage/no-such-call`, `usage/method-not-allowed`, `usage/bad-request`
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const segments = segmentsOf(path);
  const fitting = routes.flatMap((route) => {
    const names = fit(route, segments);
    return names === null ? [] : [{ route, path: names }];
  });
  if (fitting.length === 0) throw noSuchCall();
  const asked = method === 'HEAD' ? 'GET' : method;
  const found = fitting.find(({ route }) => route.method === asked);
  if (found === undefined) throw new MethodNotAllowed(method, [...new Set(fitting.map(({ route }) => route.method))]);
  return found;
}

/** The query's names and values. @throws AmpbenchError `usage/bad-request` where a name stands twice */
export function queryOf(text: string): RawInput['query'] {
  const entries = [...new URLSearchParams(text)];
  if (new Set(entries.map(([name]) => name)).size < entries.length)
    throw badAddress('a name stands twice in the query');
  return Object.fromEntries(entries);
}
