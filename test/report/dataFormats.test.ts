import { describe, expect, it } from 'vitest';
import { analysisCharts } from '../../core/report/analysisCharts.ts';
import { renderMeasurementCsv } from '../../core/report/csv.ts';
import { renderHtml } from '../../core/report/html.ts';
import { buildMeasurementReport } from '../../core/report/layouts/measurement.ts';
import { marginText } from '../../core/report/marginText.ts';
import { makeFigure } from '../../core/result/makeFigure.ts';
import type { ClaimVerdict } from '../../core/result/verification.ts';
import type { Measurement } from '../../core/run/runMeasurement.ts';
import { ratioFromDb } from '../../core/units/decibel.ts';
import { exampleVerification } from './exampleVerification.ts';

const RECORD = { startedAt: null, runName: null };

const gain = (channel: string, db: number, uncertaintyDb: number) =>
  makeFigure({
    id: 'gain',
    channel,
    value: ratioFromDb(db),
    unit: 'ratio',
    parts: [{ source: 'calibration', value: ratioFromDb(db) * (ratioFromDb(uncertaintyDb) - 1) }],
    definitionId: 'gain.terminal.1k',
    conditions: { frequencyHz: 1000 },
    dbReference: 'input',
  });

const measurement: Measurement = {
  kind: 'frequency-response',
  schemaVersion: 1,
  sampleRateHz: 48_000,
  frames: 96_000,
  definitionId: 'frequency-response.sweep.re-1k',
  channels: [1, 2].map((channel) => ({
    channel,
    figures: { gain: gain(String(channel), 8 + channel, 0.01) },
    curves: {
      response: {
        frequenciesHz: [10, 100, 1000, 10_000],
        magnitudesDb: [-1, -0.1, 0, null],
        uncertaintiesDb: [0.1, 0.01, 0.01, null],
        phasesRadians: [Math.PI / 2, 0.1, 0, null],
      },
      lines: { frequenciesHz: [1, 2, 3], levelsRms: [1, 2, 3] },
    },
    flags: channel === 1 ? ['rig-included'] : [],
  })),
  clock: null,
  integrity: [
    { code: 'dropped-samples', channel: 2, atSeconds: 0.5, count: 64, damaging: true, text: '<b>64 samples</b>' },
  ],
  request: { kind: 'frequency-response', settings: {}, path: 'dut', outputVoltsRms: 1, loadOhms: 20 },
  rigId: exampleVerification.rig.id,
  simulated: true,
  captures: [],
};

const run = { analysis: measurement, rig: exampleVerification.rig, seed: 1 };

describe('a measurement’s report', () => {
  it('[REP-MEAS-1] has figures with the rig’s names of channels, curves, flags and findings', () => {
    const html = renderHtml(buildMeasurementReport(run, 'full', RECORD));
    for (const text of [
      'Frequency response',
      '9.000 ± 0.010',
      '10.000 ± 0.010',
      'L: rig-included',
      'SIMULATED',
      '20 Ω',
    ])
      expect(html.replaceAll('\u00a0', ' ')).toContain(text);
    expect(html).toContain('dropped-samples (not judged)');
    expect(html).toContain('&lt;b&gt;64 samples');
    expect(html).toContain('<figure');
  });

  it('[REP-MEAS-2] as a card has no curves', () => {
    expect(renderHtml(buildMeasurementReport(run, 'card', RECORD))).not.toContain('<figure');
  });

  it('[REP-MEAS-3] draws curves with their U, lists of single lines not', () => {
    const charts = analysisCharts(measurement, (channel) => `ch ${channel}`);
    expect(charts.map(({ title }) => title)).toEqual(['Response']);
    const [{ traces, y }] = charts;
    expect(traces.map(({ label }) => label)).toEqual(['ch 1', 'ch 2']);
    expect(traces[0].band?.low[0]).toBe(-1.1);
    expect(y.from).toBeLessThanOrEqual(-1.1);
  });

  it('[REP-MEAS-4] as CSV has a row for each figure and channel', () => {
    const [head, ...rows] = renderMeasurementCsv(measurement).trimEnd().split('\r\n');
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.split(',')).toHaveLength(head.split(',').length);
    expect(rows[1]).toContain('"gain.terminal.1k"');
  });
});

describe('the margin', () => {
  const [gainClaim] = exampleVerification.card.claims;
  const verdict = (measured: ClaimVerdict['measured'], margin: number, word: ClaimVerdict['verdict'] = 'pass') =>
    marginText({ ...exampleVerification.claims[0], measured, margin, verdict: word }, gainClaim).replace('\u00a0', ' ');

  it('[REP-MARGIN-1] is told in dB where the figure is, to the figure’s digits', () => {
    // 8 dB ± 0.5 dB: the nearer limit of 8.35 dB is 8.5 dB, that of 7.6 dB 7.5 dB.
    expect(verdict(gain('L', 8.35, 0.01), ratioFromDb(8.5) - ratioFromDb(8.35))).toBe('0.150 dB');
    expect(verdict(gain('L', 7.6, 0.01), ratioFromDb(7.6) - ratioFromDb(7.5))).toBe('0.100 dB');
    expect(verdict(gain('L', 9, 0.01), ratioFromDb(8.5) - ratioFromDb(9), 'fail')).toBe('−0.500 dB');
  });

  it('[REP-MARGIN-2] of a one-sided claim is the way to what the card states', () => {
    // At least 8 dB: 10 dB lies 2 dB inside.
    expect(verdict(gain('L', 10, 0.02), ratioFromDb(10) - ratioFromDb(8))).toBe('2.00 dB');
  });

  it('[REP-MARGIN-3] is nothing that U could be: inconclusive claims lie within U', () => {
    expect(verdict(gain('L', 8.49, 0.02), ratioFromDb(8.5) - ratioFromDb(8.49), 'inconclusive')).toBe('within U');
    expect(verdict(null, 1)).toBe('');
  });
});
