import { describe, expect, it } from 'vitest';
import { parseCard } from '../../core/card/parseCard.ts';
import { exampleVerification } from '../report/exampleVerification.ts';
import { chartCsv } from '../../renderer/charts/chartCsv.ts';
import { traceLook } from '../../renderer/charts/traceLook.ts';
import { columnDisplay } from '../../renderer/screens/sweeps/columnDisplay.ts';
import { sourceOfVerification, type CurveSource } from '../../renderer/screens/sweeps/curveSource.ts';
import { differenceChart } from '../../renderer/screens/sweeps/differenceChart.ts';
import { curveChoices, overlayChart } from '../../renderer/screens/sweeps/overlayChart.ts';
import { numbersFrom } from '../../renderer/screens/sweeps/settingFields.ts';
import { expectClose } from '../expectClose.ts';

const columns = {
  frequenciesHz: [20, 1000, 20_000],
  magnitudesDb: [-0.5, 0, -0.1],
  uncertaintiesDb: [0.1, 0.01, 0.02],
  phasesRadians: [0.1, 0, -1],
};

const source = (name: string, curves: CurveSource['channels'][number]['curves']): CurveSource => ({
  name,
  channels: [{ channel: 1, curves }],
});

describe('results laid over each other', () => {
  it('offers every column but those that say how sure another one is', () => {
    const choices = curveChoices([source('a', { response: columns })]);
    expect(choices.map(({ y }) => y)).toEqual(['magnitudesDb', 'phasesRadians']);
  });

  it('draws one trace for each channel of each result, with its uncertainty as a band and the published limits as lines', () => {
    const results = [source('a', { response: columns }), source('b', { response: columns })];
    const card = parseCard('Frequency response: 20 Hz - 20 kHz +0/-1 dB');
    const spec = overlayChart(results, curveChoices(results)[0], card.claims)!;
    expect(spec.traces.map(({ label }) => label)).toEqual(['a, 1', 'b, 1']);
    expect(spec.traces[0].band!.low[0]).toBe(-0.6);
    expect(spec.x).toMatchObject({ scale: 'log', from: 20, to: 20_000, title: 'Frequency (Hz)' });
    expect(spec.limits.map(({ at, allowed }) => [at, allowed])).toContainEqual([-1, 'above']);
    expect(spec.y.from).toBeLessThanOrEqual(-1);
  });

  it('draws what one has more than the other, in decibels where they are amplitudes, with the look of the curves above', () => {
    const levels = (factor: number) => ({
      levels: { frequenciesHz: [20, 1000], levelsRms: [factor, 2 * factor], uncertaintiesRms: [0.01 * factor, 0] },
    });
    const sources = [source('a', levels(2)), source('b', levels(1)), source('c', { response: columns })];
    const [choice] = curveChoices(sources);
    const spec = differenceChart(sources, sources[1], choice)!;
    expect(spec.y.title).toBe('Difference (dB)');
    expect(spec.traces.map(({ label, style }) => [label, style])).toEqual([['a, 1', 0]]);
    expectClose(spec.traces[0].y[1], 20 * Math.log10(2), { within: 1e-12, unit: 'dB', because: 'one quotient' });
    const [{ band, y }] = spec.traces;
    expectClose(band!.high[0] - y[0], 20 * Math.log10(1 + Math.hypot(0.01, 0.01)), {
      within: 1e-12,
      unit: 'dB',
      because: 'closed form',
    });
    expect(differenceChart(sources.slice(1, 2), sources[1], choice)).toBeNull();
  });

  it('lays the curves of verifications over each other too', () => {
    const sources = ['a', 'b'].map((name) => sourceOfVerification(name, exampleVerification));
    const choices = curveChoices(sources);
    expect(choices.length).toBeGreaterThan(0);
    for (const choice of choices) {
      const traces = overlayChart(sources, choice, [])!.traces;
      expect(traces.length).toBe(2 * differenceChart(sources, sources[1], choice)!.traces.length);
    }
  });

  it('shows linear records in the units people read', () => {
    expect(columnDisplay('thdnRatios')).toMatchObject({ title: 'THD+N (%)', scale: 'log' });
    expectClose(columnDisplay('thdnRatios').show(0.001), 0.1, { within: 1e-15, unit: '%', because: 'one product' });
    expect(columnDisplay('levelsRms').title).toBe('Level (dBV)');
    expect(columnDisplay('phasesRadians').show(Math.PI)).toBe(180);
    expect(columnDisplay('groupDelaysSeconds').title).toBe('Group delay (s)');
  });

  it('leaves out what has nothing to draw', () => {
    const results = [source('a', { response: { frequenciesHz: [], magnitudesDb: [] } })];
    expect(curveChoices(results)).toEqual([]);
  });

  it('writes every point as CSV, a gap as an empty cell, quotes doubled', () => {
    const [first] = [source('say "a"', { response: { ...columns, magnitudesDb: [1, null, 3] } })];
    const spec = overlayChart([first, source('b', { response: columns })], curveChoices([first])[0], [])!;
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
