import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rigSchema } from '../../core/calibration/rig.ts';
import { expectClose } from '../expectClose.ts';

it('the rig of the JACK amp is a valid rig, calibrated as the amp scales its volts', () => {
  const rig = rigSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'jackAmp.rig.json'), 'utf8')));
  const scale = Number(
    /voltsPeakAtFullScale = (\d+)/.exec(readFileSync(join(import.meta.dirname, 'amp/settings.c'), 'utf8'))?.[1],
  );
  const exact = { within: 1e-12, unit: 'V', because: 'the same number, written in decimal' };
  expectClose(rig.output.fullScaleVoltsRms * Math.SQRT2, scale, exact);
  expectClose(rig.input.fullScaleVoltsRms * Math.SQRT2, scale, exact);
  expect(rig.driver).toBe('portaudio');
});
