import { describe, expect, it } from 'vitest';
import type { Analysis, AnalysisInput } from '../../../core/measure/analysis.ts';
import { analyzeKind } from '../../../core/measure/analyzeKind.ts';
import { outputImpedance } from '../../../core/measure/output-impedance/kind.ts';
import type { MeasureSettings } from '../../../core/measure/settings.ts';
import { createRandom } from '../../../core/signal/random.ts';
import { expectClose } from '../../expectClose.ts';
import { addNoise, over, plus, stimulusOf, through, type Pair } from '../../sweepBench.ts';

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

  it('[ZOUT-9] open, loaded, loaded, open: a gain that drifts steadily moves nothing, and what it scatters stands in U', () => {
    const drift = 3e-4;
    const at = (samples: Float64Array, time: number) =>
      capture(
        samples.map((value) => value * (1 - drift * time)),
        open,
      );
    const settings = { timeReferenceChannel: 2 };
    const once = analyze({ captures: { open: at(open, 0), loaded: at(loaded, 1) } }, settings).channels[0].figures;
    const inTurns = analyze(
      {
        captures: { open: at(open, 0), loaded: at(loaded, 1) },
        repeats: { loaded: [at(loaded, 2)], open: [at(open, 3)] },
      },
      settings,
    ).channels[0].figures;
    expectClose(once['output-resistance'].value!, 0.1 + LOAD_OHMS * drift, {
      within: 1e-4,
      unit: 'Ω',
      because: 'what one pair makes of the drift: the test is no test without it',
    });
    for (const id of ['output-resistance', 'output-impedance']) {
      const { value, uncertainty } = inTurns[id];
      expectClose(value!, 0.1, { within: 1e-3, unit: 'Ω', because: 'a tenth of the drift, and the coil at 1 kHz' });
      // Two captures with each role, 3 and 1 steps of drift apart: s = √5/√2 · drift · 33 Ω, two degrees of freedom
      expectClose(uncertainty!, 4.53 * Math.sqrt(2.5) * drift * LOAD_OHMS, {
        within: 1e-3,
        unit: 'Ω',
        because: 'the second order of the drift, and the impedance beside the load',
      });
    }
    expectClose(inTurns['output-inductance'].value! * 1e6, 2, { within: 1e-2, unit: 'µH', because: 'no noise' });
  });

  it('[ZOUT-9] captures that agree to the last bit still have the uncertainty of their noise', () => {
    const noisy = addNoise(loaded.slice(), 1e-3, 3);
    const captures = { open: capture(open, open), loaded: capture(noisy, open) };
    const settings = { timeReferenceChannel: 2 };
    const { figures, curves } = analyze({ captures, repeats: { loaded: [captures.loaded] } }, settings).channels[0];
    expect(figures['output-impedance'].uncertainty).toBeGreaterThan(LOAD_OHMS * 1e-6);
    for (const ohms of curves.impedance.uncertaintiesOhms) expect(ohms).toBeGreaterThan(LOAD_OHMS * 1e-6);
  });

  it('[ZOUT-9] takes are in turns', () => {
    const bench = { sampleRateHz, channelCount: 1, levelVoltsRms: 1, fullScaleVoltsPeak: 2, random: createRandom(1) };
    const roles = (passes: number) => outputImpedance.stimulus({ passes, seconds: 1 }, bench).map(({ role }) => role);
    expect(roles(1)).toEqual(['open', 'loaded']);
    expect(roles(3)).toEqual(['open', 'loaded', 'loaded', 'open', 'open', 'loaded']);
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
