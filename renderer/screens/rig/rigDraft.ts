import type { Rig } from '../../../core/calibration/rig.ts';

/** A rig as it is typed: any field may be empty or wrong until the engine has looked at it. */
export type RigDraft = Readonly<Record<string, unknown>>;

type Path = readonly (string | number)[];

export const pathOf = (place: string): Path =>
  place.split('.').map((part) => (/^\d+$/u.test(part) ? Number(part) : part));

/** What stands at a place of a draft. */
export function valueAt(draft: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined,
    draft,
  );
}

/** The draft with another value at a place; undefined takes the field away. */
export function withValue(draft: RigDraft, path: Path, value: unknown): RigDraft {
  const change = (before: unknown, [key, ...rest]: Path): unknown => {
    const inner = rest.length === 0 ? value : change((before as Record<string | number, unknown>)[key], rest);
    if (Array.isArray(before)) return before.map((each: unknown, index) => (index === key ? inner : each));
    const entries = Object.entries(before as Record<string, unknown>).filter(([name]) => name !== String(key));
    return Object.fromEntries(inner === undefined ? entries : [...entries, [String(key), inner]]);
  };
  return change(draft, path) as RigDraft;
}

/** What is typed begins with the rig that is chosen; a simulated one is the example of one's own. */
export function draftOf(rig: Rig): RigDraft {
  if (rig.driver !== 'simulated') return { ...rig };
  return {
    ...rig,
    id: 'my-rig',
    name: 'My rig',
    driver: 'portaudio',
    outputDevice: '',
    inputDevice: '',
    hostApi: null,
  };
}

export const NEW_CHANNEL = { name: '', outputChannel: 1, inputChannel: 1 };
export const NEW_LOAD = { ohms: null, relativeTolerance: 0.01, ratedWatts: null };
export const NEW_SERIES = { ohms: 10000, relativeTolerance: 0.001 };
export const NEW_REFERENCE = { outputChannel: 3, inputChannel: 3 };
export const NEW_HEADPHONE = { name: '', dbSplPerVolt: null, maxSplDb: 85 };
export const NEW_DIGITAL = { device: '', hostApi: null, format: 'int24', channels: [1, 2] };
