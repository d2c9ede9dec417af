import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '../../../core/measure/analysis.ts';
import { analyzeKind } from '../../../core/measure/analyzeKind.ts';
import { frequencyResponse } from '../../../core/measure/frequency-response/kind.ts';
import type { MeasureSettings } from '../../../core/measure/settings.ts';
import { exponentialSweep } from '../../../core/signal/sweep.ts';
import { expectClose } from '../../expectClose.ts';
import { addNoise, over, playedOn, stimulusOf, through } from '../../sweepBench.ts';
import { tones, whiteNoise } from '../../synthetic.ts';

const sampleRateHz = 48_000;
const stimulus = stimulusOf(frequencyResponse, sampleRateHz, { seconds: 2 });
const capture = (...channels: Float64Array[]) => ({ sampleRateHz, unit: 'FS', channels }) as const;
const analyze = (input: AnalysisInput, settings: MeasureSettings = {}) =>
  analyzeKind(frequencyResponse, input, settings);
const of = (...channels: Float64Array[]): AnalysisInput => ({
  captures: { main: capture(...channels) },
  reference: capture(stimulus),
});

describe('a sweep and its clock', () => {
  it.each([-100, -1, 0, 25])('[FR-13] tells %d ppm from its pilots, through a device that turns the phase', (ppm) => {
    const played = playedOn(stimulus, sampleRateHz, { ppm, wanderPpm: 0, latencyFrames: 2500.3 });
    const dut = addNoise(
      through(played, sampleRateHz, (hertz) => over([1, 0], [1, hertz / 5000])),
      1e-4,
      5,
    );
    const { clock } = analyze(of(dut));
    expectClose(clock!.ppm, ppm, { within: 0.02, unit: 'ppm', because: 'pilots 2.9 s apart, 80 dB over the noise' });
    expect(Math.abs(clock!.ppm - ppm)).toBeLessThan(1.5 * clock!.uncertaintyPpm + 1e-4);
  });

  it.each([-100, 0, 25])('[FR-13] tells %d ppm from the sweep alone, less surely', (ppm) => {
    const sweep = exponentialSweep({ sampleRateHz, lowHz: 10, highHz: 23_000, seconds: 3, voltsRms: 1 });
    const alone = new Float64Array(sweep.length + sampleRateHz);
    alone.set(sweep, sampleRateHz / 4);
    const played = playedOn(alone, sampleRateHz, { ppm, wanderPpm: 0, latencyFrames: 2500 });
    const dut = through(played, sampleRateHz, (hertz) => over([1, 0], [1, hertz / 20_000]));
    const { clock } = analyze({ captures: { main: capture(dut) }, reference: capture(alone) });
    expectClose(clock!.ppm, ppm, { within: 0.6, unit: 'ppm', because: 'a 20 kHz pole looks like half a ppm' });
    expect(clock!.uncertaintyPpm).toBeGreaterThan(0.1);
  });

  it('[FR-13] gives no clock where only a time reference is known: it cancels', () => {
    const played = playedOn(stimulus, sampleRateHz, { ppm: 60, wanderPpm: 0, latencyFrames: 2500 });
    const dut = through(played, sampleRateHz, (hertz) => over([2, 0], [1, hertz / 5000]));
    const analysis = analyze(
      { captures: { main: capture(dut, played) }, reference: null },
      { timeReferenceChannel: 2 },
    );
    expect(analysis.clock).toBeNull();
    const { frequenciesHz, magnitudesDb } = analysis.channels[0].curves.response;
    const at = frequenciesHz.indexOf(1000) + 48;
    const exact = -10 * Math.log10((1 + (frequenciesHz[at]! / 5000) ** 2) / (1 + (1000 / 5000) ** 2));
    expectClose(magnitudesDb[at]!, exact, { within: 0.002, unit: 'dB', because: 'the same sweep in both channels' });
    expectClose(analysis.channels[0].figures.gain.db!, 20 * Math.log10(2) - 10 * Math.log10(1.04), {
      within: 0.003,
      unit: 'dB',
      because: 're the time reference',
    });
  });
});

describe('noise', () => {
  it('[FR-5] is covered by the stated uncertainty, of response and harmonics alike', () => {
    let points = 0;
    let covered = 0;
    let harmonics = 0;
    let harmonicsCovered = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const level = Math.SQRT2;
      const distorted = stimulus.map((x) => x + 0.01 * level * (2 * (x / level) ** 2 - 1));
      const { response, harmonics: lines } = analyze(of(addNoise(distorted, 3e-3, seed))).channels[0].curves;
      for (const [index, hertz] of response.frequenciesHz.entries()) {
        // Above a third of half the rate the second harmonic of these samples folds back
        if (hertz === 1000 || hertz! > 8000) continue;
        points++;
        if (Math.abs(response.magnitudesDb[index]!) <= response.uncertaintiesDb[index]!) covered++;
        const ratioDb = lines.h2Db[index];
        if (ratioDb === null) continue;
        harmonics++;
        if (Math.abs(ratioDb + 40) <= lines.h2UncertaintiesDb[index]!) harmonicsCovered++;
      }
    }
    const because = 'k = 2 with a share of method; points of one capture share the noise of 1 kHz';
    expectClose(covered / points, 0.975, { within: 0.02, unit: '1', because });
    expectClose(harmonicsCovered / harmonics, 0.975, { within: 0.02, unit: '1', because });
  });
});

describe('what cannot be analysed', () => {
  it.each([
    ['zeros', new Float64Array(sampleRateHz), 'reference-not-played'],
    ['one sample', new Float64Array(1), 'reference-not-played'],
    ['noise', whiteNoise(2 * sampleRateHz, 0.1, 3), 'reference-not-played'],
    ['a tone', tones(sampleRateHz, 100_000, [{ frequencyHz: 997, amplitude: 1 }]), 'reference-not-played'],
    ['another sweep', stimulus.slice().reverse(), 'reference-not-played'],
    ['half of the sweep', stimulus.subarray(0, Math.round(1.5 * sampleRateHz)), 'sweep-cut'],
  ])('[FR-11] a capture of %s is refused', (_, samples, code) => {
    expect(() => analyze(of(samples))).toThrow(expect.objectContaining({ kind: 'data', code }));
  });

  it('[FR-11] a reference without a sweep, or none at all, is refused', () => {
    const noise = whiteNoise(sampleRateHz, 0.1, 4);
    const input = { captures: { main: capture(noise) }, reference: capture(noise) };
    expect(() => analyze(input)).toThrow(expect.objectContaining({ code: 'no-sweep' }));
    expect(() => analyze({ ...input, reference: null })).toThrow(
      expect.objectContaining({ code: 'reference-missing' }),
    );
  });

  it.each([
    [{ timeReferenceChannel: 2 }, 'time-reference-channel'],
    [{ timeReferenceChannel: 1 }, 'time-reference-channel'],
    [{ bandHz: [20, 30_000] }, 'band'],
    [{ bandHz: [2000, 20] }, 'band'],
    [{ bandHz: [2000, 8000] }, 'band-not-swept'],
    [{ frequencyHz: 1000 }, 'setting-not-heeded'],
  ] as [MeasureSettings, string][])('[FR-11] settings %j are refused', (settings, code) => {
    expect(() => analyze(of(stimulus), settings)).toThrow(expect.objectContaining({ code }));
  });

  it('[FR-11] a dead channel has a null figure and leaves the other alone', () => {
    const { channels } = analyze(of(new Float64Array(stimulus.length), stimulus));
    expect(channels[0].figures.gain).toMatchObject({ value: null, reasonCode: 'no-stimulus' });
    expectClose(channels[1].figures.gain.db!, 0, { within: 1e-6, unit: 'dB', because: 'a wire' });
  });
});
