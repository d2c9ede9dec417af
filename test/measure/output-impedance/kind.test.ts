import { describe, expect, it } from 'vitest';
import type { Analysis, AnalysisInput } from '../../../core/measure/analysis.ts';
import { analyzeKind } from '../../../core/measure/analyzeKind.ts';
import { outputImpedance } from '../../../core/measure/output-impedance/kind.ts';
import type { MeasureSettings } from '../../../core/measure/settings.ts';
import { expectClose } from '../../expectClose.ts';
import { over, plus, stimulusOf, through, type Pair } from '../../sweepBench.ts';

const sampleRateHz = 48_000;
const stimulus = stimulusOf(outputImpedance, sampleRateHz, { seconds: 1 });
const LOAD_OHMS = 33;

/** 0.1 Ω + 2 µH under a load, or none: what is left of the voltage. */
function under(loadOhms: number): Float64Array {
  const source = (hertz: number): Pair => [0.1, 2 * Math.PI * hertz * 2e-6];
  return through(stimulus, sampleRateHz, (hertz) => over([loadOhms, 0], plus([loadOhms, 0], source(hertz))));
}
const open = under(1e12);
const loaded = under(LOAD_OHMS);
const capture = (...channels: Float64Array[]) => ({ sampleRateHz, unit: 'V', channels }) as const;

function analyze(
  input: Omit<AnalysisInput, 'reference'>,
  settings: MeasureSettings = {},
  withReference = true,
): Analysis {
  const reference = withReference ? capture(stimulus) : null;
  return analyzeKind(outputImpedance, { ...input, reference }, { loadOhms: LOAD_OHMS, ...settings });
}

describe('output impedance from captures', () => {
  it.each([true, false])(
    '[ZOUT-2] of magnitudes alone ends at 2 kHz, with a bound above; stimulus known: %s',
    (known) => {
      const analysis = analyze({ captures: { open: capture(open), loaded: capture(loaded) } }, {}, known);
      const { figures, curves, flags } = analysis.channels[0];
      expect(analysis.definitionId).toBe('output-impedance.open-loaded.magnitude');
      expect(flags).toContain('magnitude-only');
      expectClose(figures['output-impedance'].value!, 0.1, {
        within: 2e-4,
        unit: 'Ω',
        because: 'its coil is 0.013 Ω at 1 kHz',
      });
      expect(figures['output-inductance']).toMatchObject({ value: null, reasonCode: 'no-time-reference' });
      expect(Math.max(...curves.impedance.frequenciesHz.map(Number))).toBeLessThanOrEqual(2000);
      const bound = curves['impedance-bound'];
      for (const [index, hertz] of bound.frequenciesHz.entries())
        expect(bound.atLeastOhms[index]!).toBeLessThan(Math.hypot(0.1, 2 * Math.PI * hertz! * 2e-6));
    },
  );

  it('[ZOUT-7] takes the DUT’s own unloaded channel for a time reference, without the stimulus', () => {
    const input = { captures: { open: capture(open, open), loaded: capture(loaded, open) } };
    const { figures } = analyze(input, { timeReferenceChannel: 2 }, false).channels[0];
    expectClose(figures['output-inductance'].value! * 1e6, 2, { within: 1e-3, unit: 'µH', because: 'no noise' });
    expectClose(figures['output-resistance'].value!, 0.1, { within: 1e-4, unit: 'Ω', because: 'no noise' });
  });

  it('[ZOUT-8] is null where the captures are swapped, and flagged where no load is seen', () => {
    const swapped = analyze({ captures: { open: capture(loaded), loaded: capture(open) } }).channels[0];
    expect(swapped.figures['output-impedance']).toMatchObject({ value: null, reasonCode: 'loaded-above-open' });
    const same = analyze({ captures: { open: capture(open), loaded: capture(open) } }).channels[0];
    expect(same.flags).toContain('load-not-seen');
  });

  it('[ZOUT-4] carries the load’s tolerance', () => {
    const captures = { open: capture(open), loaded: capture(loaded) };
    const parts = (loadTolerance: number) =>
      analyze({ captures }, { loadTolerance }).channels[0].figures['output-impedance'].uncertaintyParts;
    expectClose(parts(0.05).find(({ source }) => source === 'load-tolerance')!.value, 0.005, {
      within: 1e-5,
      unit: 'Ω',
      because: '5 % of 0.1 Ω',
    });
  });

  it('refuses a missing load and captures of different width', () => {
    const captures = { open: capture(open), loaded: capture(loaded) };
    expect(() => analyzeKind(outputImpedance, { captures, reference: null }, {})).toThrow(
      expect.objectContaining({ code: 'setting-missing' }),
    );
    expect(() => analyze({ captures: { ...captures, loaded: capture(loaded, loaded) } })).toThrow(
      expect.objectContaining({ code: 'channel-counts-differ' }),
    );
  });
});
