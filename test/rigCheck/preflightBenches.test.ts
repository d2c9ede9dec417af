import { describe, expect, it } from 'vitest';
import { PREFLIGHT_CHECKS } from '../../core/rigCheck/preflight.ts';
import { found, preflight, USB } from './preflightOf.ts';

describe('a preflight of benches that are in order', () => {
  it.each(['sim:studio-384/hpa-1', USB, 'sim:split-384/hpa-1'])('[PRE-1] finds nothing wrong with %s', (id) => {
    const done = preflight(id);
    expect(done.checks.map(({ id: check }) => check)).toEqual(PREFLIGHT_CHECKS);
    expect(done.checks.filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  it('[PRE-7] contradicts a rig that says its clocks are one', () => {
    const split = preflight('sim:split-384/hpa-1', { said: (rig) => ({ ...rig, clock: 'shared' }) });
    expect(found(split)).toEqual([['clock', 'warning']]);
  });
});
