import { describe, expect, it } from 'vitest';
import { impulseResponses, sweepInverse } from '../../core/dsp/deconvolution.ts';
import { gatedSpectrum, readSpectrum, smoothedOpenSeconds } from '../../core/dsp/lagGate.ts';
import { linearGate } from '../../core/dsp/sweepGates.ts';
import { buildProgram } from '../../core/signal/program.ts';
import { expectClose } from '../expectClose.ts';

const sampleRateHz = 48_000;
const { samples: stimulus } = buildProgram(sampleRateHz, [
  { kind: 'silence', seconds: 0.1 },
  { kind: 'sweep', id: 'sweep', lowHz: 10, highHz: 23_000, voltsRms: 0.5, seconds: 2 },
  { kind: 'silence', seconds: 0.3 },
]);
const inverse = sweepInverse(stimulus, sampleRateHz)!;

function responsesTo(capture: Float64Array): Float64Array {
  return impulseResponses(capture, inverse.track.startFrame, capture.length, inverse).responses;
}

describe('sweepInverse', () => {
  it('[FR-1] turns the sweep into one pulse at the lag of the latency', () => {
    const capture = new Float64Array(stimulus.length + 1000);
    capture.set(stimulus, 700);
    const responses = responsesTo(capture);
    expectClose(responses[700], 22_300 / 24_000, {
      within: 0.01,
      unit: '1',
      because: 'the share of the band that is swept at full level: 20 ms before its end it is at 22.3 kHz',
    });
    const beyond = responses.reduce(
      (most, value, lag) => (Math.abs(lag - 700) > 2000 ? Math.max(most, Math.abs(value)) : most),
      0,
    );
    expect(beyond).toBeLessThan(1e-3);
  });

  it('[FR-1] folds back what lies beyond one record: a late capture loses nothing', () => {
    const latency = inverse.size - 20_000;
    const capture = new Float64Array(stimulus.length + latency);
    capture.set(stimulus, latency);
    const responses = responsesTo(capture);
    expectClose(responses[latency], 22_300 / 24_000, { within: 0.01, unit: '1', because: 'as without the latency' });
  });

  it('[FR-9] puts the n-th harmonic L ln n before the response', () => {
    // Up to where three times the frequency stays under half the rate
    const { samples } = buildProgram(sampleRateHz, [
      { kind: 'sweep', id: 'sweep', lowHz: 10, highHz: 7500, voltsRms: 0.5, seconds: 2 },
    ]);
    const low = sweepInverse(samples, sampleRateHz)!;
    const peak = 0.5 * Math.SQRT2;
    const distorted = samples.map((x) => x + 0.1 * peak * (4 * (x / peak) ** 3 - 3 * (x / peak)));
    const { responses } = impulseResponses(distorted, low.track.startFrame, distorted.length, low);
    const linearFrames = 3000;
    let highestLag = linearFrames;
    for (let lag = linearFrames; lag < low.size - linearFrames; lag++)
      if (Math.abs(responses[lag]) > Math.abs(responses[highestLag])) highestLag = lag;
    expectClose(highestLag, low.size - low.track.rateSeconds * Math.log(3) * sampleRateHz, {
      within: 1,
      unit: 'frames',
      because: 'lags are whole frames',
    });
  });

  it('[FR-1] knows what it makes of the sweep itself through the gate of the linear response', () => {
    const whole = gatedSpectrum(responsesTo(stimulus), linearGate(inverse, 0), sampleRateHz);
    for (const [index, value] of inverse.own.bins.entries())
      expectClose(value, whole.bins[index], {
        within: 1e-7,
        unit: '1',
        because: 'the lags that were folded together hold 160 dB less than the pulse',
      });
  });

  it('[FR-1] divides by one long sweep after another', () => {
    const rateHz = 192_000;
    const stimuli = [
      { highHz: 40_000, seconds: 3 },
      { highHz: 60_000, seconds: 4 },
    ].map(
      (what) =>
        buildProgram(rateHz, [
          { kind: 'silence', seconds: 0.1 },
          { kind: 'sweep', id: 'sweep', lowHz: 10, voltsRms: 0.5, ...what },
          { kind: 'silence', seconds: 0.1 },
        ]).samples,
    );
    const pulseOf = (samples: Float64Array): Float64Array => {
      const { track, ...rest } = sweepInverse(samples, rateHz)!;
      return impulseResponses(samples, track.startFrame, samples.length, { track, ...rest }).responses.slice();
    };
    const first = pulseOf(stimuli[0]);
    expect(stimuli.map((samples) => sweepInverse(samples, rateHz)!.size)).toEqual([2 ** 20, 2 ** 20]);
    const tolerance = { within: 0.04, unit: '1', because: 'the share of the band that is swept, less its faded end' };
    expectClose(first[0], 40 / 96, tolerance);
    expectClose(pulseOf(stimuli[1])[0], 60 / 96, tolerance);
    expect(pulseOf(stimuli[0])).toEqual(first);
  });

  it('is prepared once for each stimulus, and is null for what is no sweep', () => {
    expect(sweepInverse(stimulus, sampleRateHz)).toBe(inverse);
    const noSweep = new Float64Array(1000);
    expect(sweepInverse(noSweep, sampleRateHz)).toBeNull();
    expect(sweepInverse(noSweep, sampleRateHz)).toBeNull();
  });
});

describe('gatedSpectrum', () => {
  const record = new Float64Array(4096);
  record[4090] = 1;
  const gate = { centre: 4085, before: 100, after: 300, fadeIn: 50, fadeOut: 60 };

  it('has the gate’s centre at time 0, across the record’s end', () => {
    const spectrum = gatedSpectrum(record, gate, sampleRateHz);
    for (const frequencyHz of [500, 3000, 20_000]) {
      const [re, im] = readSpectrum(spectrum, frequencyHz, (hertz) => (2 * Math.PI * hertz * 5) / sampleRateHz);
      expectClose(re, 1, { within: 1e-6, unit: '1', because: 'a pulse five frames late, turned back' });
      expectClose(im, 0, { within: 1e-6, unit: '1', because: 'a pulse five frames late, turned back' });
    }
  });

  it('lets nothing through outside, half in the middle of a fade', () => {
    const at = (offset: number): number => {
      const pulse = new Float64Array(4096);
      pulse[(4085 + offset + 4096) % 4096] = 1;
      const { bins } = gatedSpectrum(pulse, gate, sampleRateHz);
      return Math.hypot(bins[0], bins[1]);
    };
    const because = 'raised cosines';
    expectClose(at(-151), 0, { within: 1e-12, unit: '1', because });
    expectClose(at(-125), 0.5, { within: 1e-12, unit: '1', because });
    expectClose(at(-100), 1, { within: 1e-12, unit: '1', because });
    expectClose(at(300), 1, { within: 1e-12, unit: '1', because });
    expectClose(at(330), 0.5, { within: 1e-12, unit: '1', because });
    expectClose(at(361), 0, { within: 1e-12, unit: '1', because });
  });

  it('says how long it is open, and for how long a mean over 1/24 octave is', () => {
    const spectrum = gatedSpectrum(record, gate, sampleRateHz);
    // Mean square of a raised cosine is 3/8
    expectClose(spectrum.openSeconds * sampleRateHz, 401 + (3 / 8) * 110, {
      within: 1,
      unit: 'frames',
      because: 'the sums of the fades over whole frames',
    });
    expectClose(smoothedOpenSeconds(spectrum.binHz, spectrum), spectrum.openSeconds, {
      within: 1e-15,
      unit: 's',
      because: 'at a bin nothing is averaged',
    });
    const long = { ...spectrum, size: 2 ** 19, binHz: sampleRateHz / 2 ** 19, openSeconds: 1, openBeforeSeconds: 0.3 };
    expectClose(smoothedOpenSeconds(1000, long), 2 / (3 * 14.55), {
      within: 1e-4,
      unit: 's',
      because: '1/48 octave at 1 kHz is 14.55 Hz',
    });
  });
});
