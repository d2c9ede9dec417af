import { describe, expect, it } from 'vitest';
import { passes } from '../../core/selftest/selfTest.ts';
import { selfTests } from '../../core/selftest/selfTests.ts';
import { expectClose } from '../expectClose.ts';

describe('self-test', () => {
  it.each(selfTests)('[SELF-1] $id: $title', ({ run }) => {
    const { measured, expected, within, unit } = run();
    expectClose(measured, expected, { within, unit, because: 'the check says so itself' });
  });

  it('[SELF-2] has a name for each check, and no number that is none passes', () => {
    expect(new Set(selfTests.map(({ id }) => id)).size).toBe(selfTests.length);
    expect(passes({ measured: NaN, expected: 0, within: 1, unit: 'dB' })).toBe(false);
    expect(passes({ measured: 1.1, expected: 0, within: 1, unit: 'dB' })).toBe(false);
    expect(passes({ measured: -1, expected: 0, within: 1, unit: 'dB' })).toBe(true);
  });
});
