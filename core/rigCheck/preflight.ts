/** What a preflight looks at, in the order in which a person would mend it. */
export const PREFLIGHT_CHECKS = [
  'path',
  'rate',
  'signal',
  'channels',
  'polarity',
  'level',
  'effects',
  'resampling',
  'samples',
  'dc',
  'hum',
  'clock',
] as const;

export type PreflightCheckId = (typeof PREFLIGHT_CHECKS)[number];

/** `failed`: no figure of this rig could be believed. `warning`: figures stand, but not as good as they could be. */
export type PreflightStatus = 'ok' | 'warning' | 'failed' | 'not-checked';

export interface PreflightCheck {
  readonly id: PreflightCheckId;
  readonly status: PreflightStatus;
  /** What was found, with its numbers. */
  readonly text: string;
  /** What to do about it; null where nothing is to be done. */
  readonly advice: string | null;
}

/** What a short loopback take says of a rig. */
export interface Preflight {
  readonly rigId: string;
  readonly simulated: boolean;
  /** The highest level that was played, volts rms. */
  readonly playedVoltsRms: number;
  /** One for each of `PREFLIGHT_CHECKS`, in their order. */
  readonly checks: readonly PreflightCheck[];
}

/** The worst that was found; `not-checked` counts as nothing. */
export function preflightStatus({ checks }: Pick<Preflight, 'checks'>): 'ok' | 'warning' | 'failed' {
  if (checks.some(({ status }) => status === 'failed')) return 'failed';
  return checks.some(({ status }) => status === 'warning') ? 'warning' : 'ok';
}

export const ok = (id: PreflightCheckId, text: string): PreflightCheck => ({ id, status: 'ok', text, advice: null });

export const failed = (id: PreflightCheckId, text: string, advice: string): PreflightCheck => ({
  id,
  status: 'failed',
  text,
  advice,
});

export const warning = (id: PreflightCheckId, text: string, advice: string): PreflightCheck => ({
  id,
  status: 'warning',
  text,
  advice,
});

export const notChecked = (id: PreflightCheckId, text: string): PreflightCheck => ({
  id,
  status: 'not-checked',
  text,
  advice: null,
});

/** All checks in their order; those that were not come to stand as such. */
export function inOrder(found: readonly PreflightCheck[], why: string): PreflightCheck[] {
  return PREFLIGHT_CHECKS.map((id) => found.find((check) => check.id === id) ?? notChecked(id, why));
}
