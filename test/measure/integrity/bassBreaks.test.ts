import { describe, expect, it } from 'vitest';
import { checkCapture } from '../../../core/measure/integrity/checkCapture.ts';
import { checkChannels } from '../../../core/measure/integrity/checkChannels.ts';
import { fitColumns, fitStep } from '../../../core/measure/integrity/steppedFit.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { played, recorded, sweepSignal, throughDevice, toneSignal } from '../../clock/freeRunning.ts';
import { expectClose } from '../../expectClose.ts';

const sampleRateHz = 48_000;
const random = createRandom(17);

const captured = (...channels: Float64Array[]) => ({ sampleRateHz, unit: 'FS', channels }) as const;

function continuedAt(samples: Float64Array, at: number, continueAt: number): Float64Array {
  const out = new Float64Array(samples.length + at - continueAt);
  out.set(samples.subarray(0, at));
  out.set(samples.subarray(continueAt), at);
  return out;
}

describe('one sample in the bass of a 10 s sweep', () => {
  const sweep = sweepSignal(sampleRateHz, 10, 20, 20_000);
  const reference = played(sweep);
  const heard = throughDevice(
    recorded(sweep, { ppm: -82, wanderPpm: 1.4, latencyFrames: 900.3 }),
    sampleRateHz,
    2,
    21_600,
  );
  // 80 dB under the sweep, and distortion as far down
  const capture = heard.map((value) => value + 1e-4 * value * value + 5e-5 * random.gaussian());

  it('[INT-26] is found within 0.5 ms where its own past does not show it', () => {
    // At a crest a sample turns the waveform least
    const places = [0.25, 0.5, 0.9, 1.3].map((seconds) => {
      const from = Math.round(seconds * sampleRateHz);
      let crest = from;
      for (let frame = from; frame < from + sampleRateHz / 20; frame++)
        if (Math.abs(capture[frame]) > Math.abs(capture[crest])) crest = frame;
      return crest / sampleRateHz;
    });
    for (const [index, seconds] of places.entries()) {
      const at = Math.round(seconds * sampleRateHz);
      const isLost = index % 2 === 0;
      const { findings } = checkCapture({
        capture: captured(continuedAt(capture, at, isLost ? at + 1 : at - 1)),
        reference: captured(reference),
      });
      const damage = findings.filter(({ damaging }) => damaging);
      expect(damage, `${seconds} s`).toHaveLength(1);
      expect(damage[0].code, `${seconds} s`).toBe(isLost ? 'dropped-samples' : 'repeated-samples');
      expectClose(damage[0].atSeconds ?? Infinity, at / sampleRateHz, {
        within: 5e-4,
        unit: 's',
        because: 'the accuracy table asks for it',
      });
    }
  }, 60_000);

  it('[INT-26] is not found where none is lost', () => {
    expect(checkCapture({ capture: captured(capture), reference: captured(reference) }).findings).toEqual([]);
  });
});

describe('sweeps from a few hertz, quick against their own bass', () => {
  it.each([
    { rateHz: 96_000, seconds: 2.43, lowHz: 11.1, cornersHz: [0.5, 3.3] },
    { rateHz: 192_000, seconds: 3.71, lowHz: 7.7, cornersHz: [4.6, 0.8] },
    { rateHz: 48_000, seconds: 4.2, lowHz: 6, cornersHz: [0.7, 4.8, 1.6] },
  ])('[INT-26] from $lowHz Hz in $seconds s: what couplings at $cornersHz Hz make of it is no step', (swept) => {
    const { rateHz, seconds, lowHz, cornersHz } = swept;
    const sweep = sweepSignal(rateHz, seconds, lowHz, 20_000);
    let heard = recorded(sweep, { ppm: -32, wanderPpm: 1.4, latencyFrames: 900.3 });
    for (const cornerHz of cornersHz) heard = throughDevice(heard, rateHz, cornerHz, 0.45 * rateHz);
    const samples = heard.map((value) => value + 0.005 * value * value + 3e-5 * random.gaussian());
    const capture = { sampleRateHz: rateHz, unit: 'FS', channels: [samples] } as const;
    const reference = { ...capture, channels: [played(sweep)] };
    expect(checkCapture({ capture, reference }).findings).toEqual([]);
  });
});

describe('a step within a smooth fit', () => {
  it('[INT-26] has its row and its height, beside a curve that the columns hold', () => {
    const rows = 200;
    const columns = new Float64Array(3 * rows);
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      for (let degree = 0; degree < 3; degree++) columns[degree * rows + row] = (row / rows) ** degree;
      values[row] = 4 - 3 * (row / rows) ** 2 + (row >= 71 ? 2 : 0);
    }
    const step = fitStep(fitColumns(columns, values), new Float64Array(rows).fill(1));
    expect(step?.row).toBe(71);
    expectClose(step?.height ?? 0, 2, { within: 1e-9, unit: '', because: 'there is no noise' });
  });

  it('[INT-26] leaves out columns that others hold already', () => {
    const columns = Float64Array.of(1, 1, 1, 1, 2, 2, 2, 2, 0, 1, 2, 3);
    const fit = fitColumns(columns, Float64Array.of(1, 3, 5, 8));
    expect(fit.columns).toBe(2);
    // Line through 1, 3, 5, 8: Σ of squares left 0.3, two degrees of freedom
    expectClose(fit.residual, 0.15, { within: 1e-12, unit: '', because: 'rounding' });
  });
});

describe('unknown stimuli of several parts', () => {
  const gated = (frequencyHz: number, onSeconds: number, offSeconds: number, rampSeconds: number): Float64Array => {
    const period = onSeconds + offSeconds;
    return Float64Array.from({ length: Math.round((2 * onSeconds + offSeconds + 0.1) * sampleRateHz) }, (_, index) => {
      const seconds = index / sampleRateHz - 0.05;
      const within = seconds - Math.floor(seconds / period) * period;
      const edge = Math.min(within, onSeconds - within) / rampSeconds;
      const gate = seconds < 0 ? 0 : 0.5 - 0.5 * Math.cos(Math.PI * Math.max(0, Math.min(1, edge)));
      return gate * 0.7 * Math.sin((2 * Math.PI * frequencyHz * index) / sampleRateHz) + 1e-5 * random.gaussian();
    });
  };

  it('[INT-20] a pause with ramps of 2 ms is the stimulus, one that is cut out is a mute', () => {
    for (const frequencyHz of [128, 997, 2810]) {
      const codes = (samples: Float64Array): string[] =>
        checkCapture({ capture: captured(samples), reference: null }).findings.map(({ code }) => code);
      expect(codes(gated(frequencyHz, 0.4, 0.12, 0.002)), `${frequencyHz} Hz`).toEqual([]);
      const whole = gated(frequencyHz, 1, 0, 0.002);
      const cut = whole.map((value, index) => (index > 20_000 && index < 25_000 ? 1e-5 * random.gaussian() : value));
      expect(codes(cut), `${frequencyHz} Hz`).toContain('muted');
    }
  });

  it('[INT-20] tones one after the other, each ramped in 5 ms beside an offset, show no break', () => {
    for (let capture = 0; capture < 6; capture++) {
      const steps = Array.from({ length: 6 }, () => ({
        frequencyHz: 100 * 150 ** random.uniform(),
        amplitude: 0.7 * 10 ** -random.uniform(),
      }));
      const each = 12_000;
      const samples = Float64Array.from({ length: steps.length * each }, (_, index) => {
        const { frequencyHz, amplitude } = steps[Math.floor(index / each)];
        const within = index % each;
        const edge = Math.min(1, Math.min(within, each - within) / (0.005 * sampleRateHz));
        const gate = 0.5 - 0.5 * Math.cos(Math.PI * edge);
        const tone = Math.sin((2 * Math.PI * frequencyHz * within) / sampleRateHz);
        return gate * amplitude * tone + 0.03 + 1e-6 * random.gaussian();
      });
      expect(checkCapture({ capture: captured(samples), reference: null }).findings, `${capture}`).toEqual([]);
    }
  });
});

describe('two channels', () => {
  it('[INT-18] that carry each other’s multitone are told by their spectra', () => {
    const tones = [300, 2000].map((frequencyHz) =>
      played(toneSignal(sampleRateHz, 0.5, [{ frequencyHz, amplitude: 0.5 }])),
    );
    const codes = (channels: Float64Array[]): string[] =>
      checkChannels(captured(...channels), captured(...tones)).findings.map(({ code }) => code);
    expect(codes([tones[1], tones[0]])).toEqual(['swapped-channels']);
    expect(codes([tones[0], tones[1]])).toEqual([]);
  });
});
