import { describe, expect, it } from 'vitest';
import { soundingStretch } from '../../../core/measure/imd/soundingStretch.ts';
import { expectClose } from '../../expectClose.ts';

describe('the stretch in which something plays', () => {
  it.each([44_100, 48_000, 96_000, 192_000, 384_000])(
    '[IMD-7] is found for a tone of any frequency at %i Hz, also where its square folds to nothing',
    (sampleRateHz) => {
      const frames = Math.round(1.2 * sampleRateHz);
      const from = Math.round(0.2 * sampleRateHz);
      const fractions = [1 / 4, 1 / 3, 1 / 6, 1 / 12, 1 / 26, 3 / 26, 6 / 13, 1 / 8, 3 / 8, 0.2, 0.4999];
      for (const fraction of fractions)
        for (const offset of [0, 3e-6, -2e-5]) {
          const samples = new Float64Array(frames);
          for (let frame = from; frame < frames; frame++)
            samples[frame] = Math.sin(2 * Math.PI * (fraction + offset) * (frame - from) + 0.3);
          const found = soundingStretch(samples, sampleRateHz);
          const place = `${fraction} + ${offset} of ${sampleRateHz} Hz`;
          expect(found, place).not.toBeNull();
          expectClose((found?.length ?? 0) / sampleRateHz, 0.9, {
            within: 0.051,
            unit: 's',
            because: 'a block of 0.05 s is left at either end of the second',
          });
        }
    },
  );
});
