import { describe, it } from 'vitest';
import { halfBandResponse, halvingsFor, type HalfBand } from '../../core/dsp/halfBand.ts';
import { expectClose } from '../expectClose.ts';

// 10 kHz of 96 kHz passes the wide one, 20 kHz of 96 kHz needs the steep one
const wide = halvingsFor(10_000, 96_000, 1)[0];
const steep = halvingsFor(20_000, 96_000, 1)[0];
const STEPS = 500;

function magnitudes(filter: HalfBand, fromShare: number, toShare: number): number[] {
  return Array.from({ length: STEPS }, (_, step) => {
    const [re, im] = halfBandResponse(filter, 2 * Math.PI * (fromShare + ((toShare - fromShare) * step) / (STEPS - 1)));
    return Math.hypot(re, im);
  });
}

describe.each([
  ['wide', wide],
  ['steep', steep],
])('the %s half-band filter', (_, filter) => {
  it('[FFT-8] stops by 175 dB all that would fold back onto its passband', () => {
    const most = Math.max(...magnitudes(filter, 0.5 - filter.passShare, 0.5));
    expectClose(20 * Math.log10(most), -175, { within: 0.001, unit: 'dB', because: 'the ripple is equal everywhere' });
  });

  it('[FFT-8] passes its band unchanged', () => {
    for (const magnitude of magnitudes(filter, 0, filter.passShare))
      expectClose(magnitude, 1, { within: 1e-14, unit: '1', because: 'rounding: the bands complement each other' });
  });
});

describe('halvingsFor', () => {
  it.each([
    [20_120, 192_000, 8, 2],
    [20_120, 96_000, 8, 1],
    [20_120, 48_000, 8, 0],
    [20_120, 384_000, 8, 3],
    [20_120, 192_000, 1, 1],
    [80_000, 192_000, 8, 0],
  ])('[FFT-8] %i Hz at %i Hz, at most %i times: %i halvings', (highestHz, sampleRateHz, most, count) => {
    expectClose(halvingsFor(highestHz, sampleRateHz, most).length, count, { within: 0, unit: '', because: 'counted' });
  });
});
