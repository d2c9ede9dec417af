import { describe, it } from 'vitest';
import { fitSine, fitSineAt, refineFrequency } from '../../core/dsp/fitSine.ts';
import { expectClose } from '../expectClose.ts';
import { tones } from '../synthetic.ts';

const sampleRateHz = 48000;
const wrap = (radians: number): number => radians - 2 * Math.PI * Math.round(radians / (2 * Math.PI));

describe('fitSine', () => {
  it.each([997, 1000, 20.3, 19997.31])('finds %d Hz between bins, with DC and harmonics', (frequencyHz) => {
    const components = [
      { frequencyHz, amplitude: 0.7, phaseRadians: 1.1 },
      ...[2, 3].flatMap((order) =>
        order * frequencyHz < sampleRateHz / 2 ? [{ frequencyHz: order * frequencyHz, amplitude: 0.07 }] : [],
      ),
    ];
    const frames = 65_537;
    const fit = fitSine(tones(sampleRateHz, frames, components, 0.2), 0, frames, sampleRateHz, frequencyHz * 1.00005);
    const because = 'what lies beside the lobe leaks at −180 dB, 1e-9 of 0.2 V or 0.07 V';
    expectClose(fit.frequencyHz / frequencyHz, 1, { within: 1e-10, unit: '1', because });
    expectClose(fit.amplitude, 0.7, { within: 1e-9, unit: 'V', because });
    expectClose(wrap(fit.phaseRadians - 1.1), 0, { within: 1e-8, unit: 'rad', because });
    expectClose(fit.dc, 0.2, { within: 1e-9, unit: 'V', because });
  });

  it.each([-1000, -100, -23, 0, 1, 100, 1000])('refines a frequency %i ppm off its nominal value', (ppm) => {
    const frames = 24_000;
    const frequencyHz = 997 * (1 + ppm * 1e-6);
    const found = refineFrequency(
      tones(sampleRateHz, frames, [{ frequencyHz, amplitude: 1, phaseRadians: 0.4 }], -0.3),
      0,
      frames,
      sampleRateHz,
      997,
    );
    expectClose((found / frequencyHz - 1) * 1e6, 0, {
      within: 1e-5,
      unit: 'ppm',
      because: 'leakage of −180 dB turns the phase of half a record by 1e-9 rad, 6e-10 of 500 cycles’ turn',
    });
  });

  it.each([-1000, -100, 100, 1000])('refines 19,997 Hz %i ppm off over a long record', (ppm) => {
    const frames = 2 * sampleRateHz;
    const frequencyHz = 19_997 * (1 + ppm * 1e-6);
    const found = refineFrequency(
      tones(sampleRateHz, frames, [{ frequencyHz, amplitude: 1 }]),
      0,
      frames,
      sampleRateHz,
      19_997,
    );
    expectClose((found / frequencyHz - 1) * 1e6, 0, {
      within: 1e-6,
      unit: 'ppm',
      because: '20,000 cycles in a half record, whose phase is good to 1e-9 rad',
    });
  });

  it('takes a stretch out of a longer record, with the phase at the stretch’s first sample', () => {
    const samples = tones(sampleRateHz, 20_000, [{ frequencyHz: 1234.5, amplitude: 0.5, phaseRadians: -0.3 }]);
    const fit = fitSineAt(samples, 3000, 9000, sampleRateHz, 1234.5);
    expectClose(wrap(fit.phaseRadians - (-0.3 + (2 * Math.PI * 1234.5 * 3000) / sampleRateHz)), 0, {
      within: 1e-9,
      unit: 'rad',
      because: 'nothing but the tone is there; only rounding is left',
    });
  });

  it('undoes DC and its own image even inside the window’s lobe, over three cycles and a bit', () => {
    const frames = Math.round((3.3 * sampleRateHz) / 997);
    const samples = tones(sampleRateHz, frames, [{ frequencyHz: 997, amplitude: 1, phaseRadians: 0.8 }], 0.5);
    const fit = fitSineAt(samples, 0, frames, sampleRateHz, 997);
    const because =
      'the normal equations are solved in full; they are a thousand times worse conditioned than over many cycles';
    expectClose(fit.amplitude, 1, { within: 1e-9, unit: 'V', because });
    expectClose(fit.dc, 0.5, { within: 1e-9, unit: 'V', because });
  });

  it('needs no more than eight cycles', () => {
    const frames = Math.round((8 * sampleRateHz) / 997);
    const samples = tones(sampleRateHz, frames, [{ frequencyHz: 997, amplitude: 1, phaseRadians: 0.8 }], 0.5);
    const fit = fitSineAt(samples, 0, frames, sampleRateHz, 997);
    expectClose(fit.amplitude, 1, {
      within: 1e-10,
      unit: 'V',
      because: 'the normal equations hold the image and DC: the fit of a pure tone is exact',
    });
  });
});
