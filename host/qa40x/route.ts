import { AmpbenchError } from '../../core/errors.ts';
import { CallArguments } from './arguments.ts';
import type { Qa40xAnalyzer } from './analyzer.ts';

/** What a call answers beside its session: text values by name, or a picture. */
export type Answer = Readonly<Record<string, string>> | Uint8Array;

export type Verb = 'GET' | 'PUT' | 'POST';

/** Who calls. */
export interface Caller {
  readonly body: Uint8Array;
  /** Fires when the caller is gone before it was answered. */
  readonly gone: AbortSignal;
}

/** One call of the interface. */
export interface Route {
  readonly verb: Verb;
  /** Places are written `{name}`: `/Settings/BufferSize/{frames}`. */
  readonly path: string;
  /** For the reference page. */
  readonly about: string;
  readonly answer: (analyzer: Qa40xAnalyzer, args: CallArguments, caller: Caller) => Answer | Promise<Answer>;
}

/** A route and what stood in its places. */
export interface MatchedCall {
  readonly route: Route;
  readonly args: CallArguments;
}

/** The parts of an address: divided first, decoded then, so that a name may hold a slash; a plus is a space, as some clients write it; the query says nothing. */
function partsOf(address: string): string[] {
  const path = address.split('?', 1)[0];
  const parts = path.replace(/^\/+/, '').split('/');
  try {
    return parts.map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
  } catch {
    throw new AmpbenchError(
      'usage',
      'bad-path',
      `"${path.slice(0, 100)}" is no path: a percent sign must be followed by two hexadecimal digits of UTF-8`,
    );
  }
}

function placesOf(route: Route, parts: readonly string[]): Map<string, string> | null {
  const pattern = route.path.slice(1).split('/');
  if (pattern.length !== parts.length) return null;
  const places = new Map<string, string>();
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith('{')) places.set(part.slice(1, -1), parts[index]);
    else if (part !== parts[index]) return null;
  }
  return places;
}

/**
 * The call that an address means.
 * @throws AmpbenchError `usage/unknown-path`, `usage/verb-not-allowed`, `usage/bad-path`
 */
export function matchCall(routes: readonly Route[], verb: string, address: string): MatchedCall {
  const parts = partsOf(address);
  const other: string[] = [];
  for (const route of routes) {
    const places = placesOf(route, parts);
    if (places === null) continue;
    if (route.verb === verb) return { route, args: new CallArguments(`${route.verb} ${route.path}`, places) };
    other.push(route.verb);
  }
  const path = address.slice(0, 100);
  if (other.length > 0)
    throw new AmpbenchError('usage', 'verb-not-allowed', `${path} is called with ${other.join(' or ')}, not ${verb}`);
  throw new AmpbenchError('usage', 'unknown-path', `there is no ${verb} ${path}; GET / lists what there is`);
}
