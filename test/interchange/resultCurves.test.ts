import { describe, expect, it } from 'vitest';
import { readCurve } from '../../core/interchange/readCurve.ts';
import {
  analysisCurves,
  analysisImpulses,
  chooseCurve,
  chooseImpulse,
  verificationCurves,
} from '../../core/interchange/resultCurves.ts';
import { writeCurve } from '../../core/interchange/writeCurve.ts';
import type { Analysis, CurveColumns } from '../../core/measure/analysis.ts';
import { exampleVerification } from '../report/exampleVerification.ts';

const analysisOf = (curves: Readonly<Record<string, CurveColumns>>): Analysis => ({
  kind: 'frequency-response',
  schemaVersion: 1,
  sampleRateHz: 48_000,
  frames: 96_000,
  definitionId: 'frequency-response.sweep.re-1k',
  channels: [1, 2].map((channel) => ({ channel, figures: {}, curves, flags: [] })),
  clock: null,
  integrity: [],
});

const RESPONSE = {
  frequenciesHz: [10, 100, 1000, 10_000],
  magnitudesDb: [-1, -0.1, 0, null],
  phasesRadians: [Math.PI / 2, 0.1, 0, null],
};
const named = (channel: number): string => `ch ${channel}`;

describe('curves of a result', () => {
  it('[IO-RES-1] as FRD: frequency, dB and degrees behind a star, no point that cannot be had, no line break in the name', () => {
    const curves = analysisCurves(analysisOf({ response: RESPONSE }), 'amp\nevil', named);
    expect(writeCurve(chooseCurve(curves, 'response', 'ch 2'), 'frd').split('\n')).toEqual([
      '* amp evil, channel ch 2',
      '* Freq(Hz) Magnitude(dB) Phase(degrees)',
      '10 -1.0000 90.0000',
      '100 -0.1000 5.7296',
      '1000 0.0000 0.0000',
      '',
    ]);
  });

  it('[IO-RES-2] have phase only where every point has it', () => {
    const phasesRadians = [1, null, 0, 0];
    const [{ curve }] = analysisCurves(analysisOf({ response: { ...RESPONSE, phasesRadians } }), 'x', named);
    expect(curve.phasesRadians).toBeNull();
  });

  it('[IO-RES-3] are impedances and spectra too, the latter re full scale and without what has no level', () => {
    const curves = analysisCurves(
      analysisOf({
        impedance: { frequenciesHz: [20, 90], impedancesOhms: [1.35, 1.4], phasesRadians: [0, 0.5] },
        spectrum: { frequenciesHz: [0, 10, 20, 30], levelsRms: [1, 0, 0.1, 1e-6] },
        lines: { frequenciesHz: [1000], levelsRms: [1] },
      }),
      'x',
      named,
    );
    expect(curves).toHaveLength(4);
    expect(chooseCurve(curves, 'impedance', null)).toMatchObject({ unit: 'ohm', values: [1.35, 1.4] });
    expect(chooseCurve(curves, 'spectrum', null)).toMatchObject({
      unit: 'dBFS',
      frequenciesHz: [20, 30],
      values: [-20, -120],
    });
    expect(() => chooseCurve(curves, 'response', null)).toThrow('holds no response');
  });

  it('[IO-RES-4] of a verification have no phase, and are read back', () => {
    const curve = chooseCurve(verificationCurves(exampleVerification), 'response', null);
    const back = readCurve(writeCurve(curve, 'csv'), 'x.csv').curve;
    expect(back).toEqual({ ...curve, title: '' });
    expect(() => chooseCurve(verificationCurves(exampleVerification), 'response', 'X')).toThrow('it has L, R');
  });

  it('[IO-RES-5] of an impulse begin where its times begin', () => {
    const impulses = analysisImpulses(
      analysisOf({ impulse: { timesSeconds: [-0.001, 0], values: [0, 1] } }),
      'x',
      named,
    );
    expect(chooseImpulse(impulses, 'ch 1')).toMatchObject({ sampleRateHz: 48_000, startSeconds: -0.001 });
    expect(() => chooseImpulse([], null)).toThrow('no impulse response');
  });
});
