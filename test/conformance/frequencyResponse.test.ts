import { beforeAll, describe, expect, it } from 'vitest';
import type { Analysis, ChannelAnalysis } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { frequencyResponse } from '../../core/measure/frequency-response/kind.ts';
import { exponentialSweep } from '../../core/signal/sweep.ts';
import { filtered, highPass, lowPass, magnitudeAt } from '../biquad.ts';
import { expectClose } from '../expectClose.ts';
import { addNoise, playedOn, stimulusOf } from '../sweepBench.ts';

const sampleRateHz = 384_000;
const low = highPass(10, 1, sampleRateHz);
const high = lowPass(100_000, 1, sampleRateHz);
const exactDb = (hertz: number): number =>
  20 * Math.log10(magnitudeAt(low, hertz, sampleRateHz) * magnitudeAt(high, hertz, sampleRateHz));

const LATENCY_FRAMES = 12_345;

/** Through both filters, with an optional time reference that is a wire. */
function measured(stimulus: Float64Array, noiseRms: number, withReference: boolean): Analysis {
  const played = playedOn(stimulus, sampleRateHz, { ppm: 0, wanderPpm: 0, latencyFrames: LATENCY_FRAMES });
  const dut = addNoise(filtered(filtered(played, low), high), noiseRms, 3);
  return analyzeKind(
    frequencyResponse,
    {
      captures: { main: { sampleRateHz, unit: 'V', channels: withReference ? [dut, played] : [dut] } },
      reference: { sampleRateHz, unit: 'V', channels: [stimulus] },
    },
    withReference ? { timeReferenceChannel: 2 } : {},
  );
}

function worstDb({ curves }: ChannelAnalysis, fromHz: number, toHz: number): number {
  const { frequenciesHz, magnitudesDb } = curves.response;
  const errors = frequenciesHz.map((hertz, index) =>
    hertz! < fromHz || hertz! > toHz ? 0 : Math.abs(magnitudesDb[index]! - exactDb(hertz!) + exactDb(1000)),
  );
  return Math.max(...errors);
}

/** Where the exact response is so far below that at 1 kHz, by bisection. */
function exactCornerHz(dropDb: number, insideHz: number, outsideHz: number): number {
  let inside = insideHz;
  let outside = outsideHz;
  for (let step = 0; step < 60; step++) {
    const middle = Math.sqrt(inside * outside);
    if (exactDb(middle) - exactDb(1000) < -dropDb) outside = middle;
    else inside = middle;
  }
  return inside;
}

describe('frequency response of a known IIR, −1 dB at 10 Hz and 100 kHz, at 384 kHz', () => {
  let channel: ChannelAnalysis;
  let quick: ChannelAnalysis;
  beforeAll(() => {
    channel = measured(stimulusOf(frequencyResponse, sampleRateHz, { seconds: 5 }), 0, false).channels[0];
    quick = measured(stimulusOf(frequencyResponse, sampleRateHz, { seconds: 2 }), 1e-5, true).channels[0];
  }, 60_000);

  it('[FR-8] is within 0.003 dB from 20 Hz to 20 kHz', () => {
    expectClose(worstDb(channel, 20, 20_000), 0, { within: 0.003, unit: 'dB', because: 'the required accuracy' });
  });

  it('[FR-8] is within 0.01 dB up to 0.45 of the sample rate', () => {
    const { frequenciesHz } = channel.curves.response;
    expect(frequenciesHz.at(-1)!).toBeGreaterThan(0.449 * sampleRateHz);
    expectClose(worstDb(channel, 20, Infinity), 0, { within: 0.01, unit: 'dB', because: 'the required accuracy' });
  });

  it('[FR-2] finds the corners at −0.1, −0.5, −1 and −3 dB within 0.5 %', () => {
    for (const dropDb of [0.1, 0.5, 1, 3]) {
      const found = channel.figures[`corner-high-${dropDb}db`];
      const exact = exactCornerHz(dropDb, 1000, 0.49 * sampleRateHz);
      expectClose(found.value! / exact, 1, { within: 0.005, unit: '1', because: 'the required accuracy' });
      expect(Math.abs(found.value! - exact)).toBeLessThan(found.uncertainty!);
      const exactLow = exactCornerHz(dropDb, 1000, 3);
      const foundLow = channel.figures[`corner-low-${dropDb}db`];
      expectClose(foundLow.value! / exactLow, 1, { within: 0.005, unit: '1', because: 'the required accuracy' });
    }
  });

  it('[FR-8] holds for a sweep of 2 s with noise 97 dB under it and the time reference divided out', () => {
    expectClose(worstDb(quick, 20, 20_000), 0, {
      within: 0.003,
      unit: 'dB',
      because: 'the required accuracy; noise adds less than 0.001 dB',
    });
    expectClose(worstDb(quick, 20, Infinity), 0, { within: 0.01, unit: 'dB', because: 'the required accuracy' });
  });

  it('[FR-5] states an uncertainty that covers what is off', () => {
    for (const { curves } of [channel, quick]) {
      const { frequenciesHz, magnitudesDb, uncertaintiesDb } = curves.response;
      const misses = frequenciesHz.filter(
        (hertz, index) => Math.abs(magnitudesDb[index]! - exactDb(hertz!) + exactDb(1000)) > uncertaintiesDb[index]!,
      );
      expect(misses.length / frequenciesHz.length).toBeLessThan(0.05);
    }
  });

  it('[FR-10] takes any exponential sweep for a stimulus: 20 Hz to 20 kHz without pilots, at 48 kHz', () => {
    const rate = 48_000;
    const sweep = exponentialSweep({ sampleRateHz: rate, lowHz: 20, highHz: 20_000, seconds: 3, voltsRms: 0.5 });
    const stimulus = new Float64Array(sweep.length + rate);
    stimulus.set(sweep, rate / 2);
    const filter = lowPass(15_000, 3, rate);
    const dut = filtered(stimulus, filter);
    const analysis = analyzeKind(
      frequencyResponse,
      {
        captures: { main: { sampleRateHz: rate, unit: 'FS', channels: [dut] } },
        reference: { sampleRateHz: rate, unit: 'FS', channels: [stimulus] },
      },
      {},
    );
    const { frequenciesHz, magnitudesDb } = analysis.channels[0].curves.response;
    expect(frequenciesHz).toContain(20);
    for (const [index, hertz] of frequenciesHz.entries()) {
      const exact = 20 * Math.log10(magnitudeAt(filter, hertz!, rate) / magnitudeAt(filter, 1000, rate));
      if (hertz! < 20 || hertz! > 19_500) continue;
      expectClose(magnitudesDb[index]!, exact, {
        within: 0.01,
        unit: `dB at ${hertz!.toFixed(0)} Hz`,
        because: 'the sweep’s own ends lie at 20 Hz and 20 kHz',
      });
    }
  });
});
