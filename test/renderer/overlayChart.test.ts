import { describe, expect, it } from 'vitest';
import { parseCard } from '../../core/card/parseCard.ts';
import type { Measurement } from '../../core/run/runMeasurement.ts';
import { chartCsv } from '../../renderer/charts/chartCsv.ts';
import { traceLook } from '../../renderer/charts/traceLook.ts';
import { columnDisplay } from '../../renderer/screens/sweeps/columnDisplay.ts';
import { curveChoices, overlayChart } from '../../renderer/screens/sweeps/overlayChart.ts';
import { numbersFrom } from '../../renderer/screens/sweeps/settingFields.ts';
import type { SweepResult } from '../../renderer/state/useSweepResults.ts';
import { expectClose } from '../expectClose.ts';

const columns = {
  frequenciesHz: [20, 1000, 20_000],
  magnitudesDb: [-0.5, 0, -0.1],
  uncertaintiesDb: [0.1, 0.01, 0.02],
  phasesRadians: [0.1, 0, -1],
};

function result(runId: string, curves: Measurement['channels'][number]['curves']): SweepResult {
  const measurement = {
    kind: 'frequency-response',
    schemaVersion: 1,
    sampleRateHz: 48_000,
    frames: 1,
    definitionId: 'x',
    channels: [{ channel: 1, figures: {}, curves, flags: [] }],
    clock: null,
    integrity: [],
    request: { kind: 'frequency-response', settings: {}, path: 'dut', outputVoltsRms: 1, loadOhms: null },
    rigId: 'sim:x/y',
    simulated: true,
    captures: [],
  } as unknown as Measurement;
  return { runId, name: runId, measurement, shown: true };
}

describe('results laid over each other', () => {
  it('offers every column but those that say how sure another one is', () => {
    const choices = curveChoices([result('a', { response: columns })]);
    expect(choices.map(({ y }) => y)).toEqual(['magnitudesDb', 'phasesRadians']);
  });

  it('draws one trace for each channel of each result, with its uncertainty as a band and the published limits as lines', () => {
    const results = [result('a', { response: columns }), result('b', { response: columns })];
    const card = parseCard('Frequency response: 20 Hz - 20 kHz +0/-1 dB');
    const spec = overlayChart(results, curveChoices(results)[0], card.claims)!;
    expect(spec.traces.map(({ label }) => label)).toEqual(['a, 1', 'b, 1']);
    expect(spec.traces[0].band!.low[0]).toBe(-0.6);
    expect(spec.x).toMatchObject({ scale: 'log', from: 20, to: 20_000, title: 'Frequency (Hz)' });
    expect(spec.limits.map(({ at, allowed }) => [at, allowed])).toContainEqual([-1, 'above']);
    expect(spec.y.from).toBeLessThanOrEqual(-1);
  });

  it('shows linear records in the units people read', () => {
    expect(columnDisplay('thdnRatios')).toMatchObject({ title: 'THD+N (%)', scale: 'log' });
    expectClose(columnDisplay('thdnRatios').show(0.001), 0.1, { within: 1e-15, unit: '%', because: 'one product' });
    expect(columnDisplay('levelsRms').title).toBe('Level (dBV)');
    expect(columnDisplay('phasesRadians').show(Math.PI)).toBe(180);
    expect(columnDisplay('groupDelaysSeconds').title).toBe('Group delay (s)');
  });

  it('leaves out what has nothing to draw', () => {
    const results = [result('a', { response: { frequenciesHz: [], magnitudesDb: [] } })];
    expect(curveChoices(results)).toEqual([]);
  });

  it('writes every point as CSV, a gap as an empty cell, quotes doubled', () => {
    const [first] = [result('say "a"', { response: { ...columns, magnitudesDb: [1, null, 3] } })];
    const spec = overlayChart([first, result('b', { response: columns })], curveChoices([first])[0], [])!;
    const rows = chartCsv(spec).split('\r\n');
    expect(rows[0]).toBe('trace,"Frequency (Hz)","Magnitude (dB)"');
    expect(rows[1]).toBe('"say ""a"", 1",20,1');
    expect(rows[2]).toBe('"say ""a"", 1",1000,');
  });

  it('reads lists with k for thousand', () => {
    expect(numbersFrom('20, 1000,20k , 1.5K')).toEqual([20, 1000, 20_000, 1500]);
    expect(numbersFrom('x')[0]).toBeNaN();
  });

  it('tells sixteen traces apart without their colour', () => {
    const looks = Array.from({ length: 16 }, (_, style) => traceLook(style));
    expect(new Set(looks.map(({ dash, marker }) => `${dash.join()} ${marker}`)).size).toBe(16);
  });
});
