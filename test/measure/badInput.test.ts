import { describe, expect, it } from 'vitest';
import { AmpbenchError } from '../../core/errors.ts';
import type { AnalysisInput, Capture, CaptureRole, KindDefinition } from '../../core/measure/analysis.ts';
import { analyzeKind } from '../../core/measure/analyzeKind.ts';
import { kinds } from '../../core/measure/kinds.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import { analysisSchema } from '../../core/result/analysisSchema.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { tones, whiteNoise } from '../synthetic.ts';

const RATE_HZ = 48000;
const SECOND = tones(RATE_HZ, RATE_HZ, [{ frequencyHz: 997, amplitude: 0.5 }]);

function capture(channels: readonly Float64Array[], sampleRateHz = RATE_HZ): Capture {
  return { sampleRateHz, unit: 'FS', channels };
}

/** The same capture in every role; what it takes to be analysed at all stands in the settings. */
function inputOf(definition: KindDefinition, channels: readonly Float64Array[], reference = channels): AnalysisInput {
  const captures = Object.fromEntries(
    definition.roles.map((role): [CaptureRole, Capture] => [role, capture(channels)]),
  );
  return { captures, reference: definition.reference === 'ignored' ? null : capture(reference) };
}

function neededSettings(definition: KindDefinition): MeasureSettings {
  const settings: MeasureSettings = { loadOhms: 33, seriesOhms: 10_000, sourceOhms: 100 };
  return Object.fromEntries(
    Object.entries(settings).filter(([key]) => definition.options.some((option) => option === key)),
  );
}

/** Either a document that can be written (no NaN, no infinity), or an error that names what was wrong. */
function expectHonest(definition: KindDefinition, input: AnalysisInput, settings = neededSettings(definition)): void {
  try {
    analysisSchema.parse(JSON.parse(encodeResult(analyzeKind(definition, input, settings))));
  } catch (error) {
    expect(error).toBeInstanceOf(AmpbenchError);
    const { kind, message } = error as AmpbenchError;
    expect(['data', 'usage'], message).toContain(kind);
    expect(message).not.toMatch(/NaN|undefined/u);
  }
}

const both = (samples: Float64Array): Float64Array[] => [samples, samples.slice()];

describe.each([...kinds.values()].map((definition) => [definition.kind, definition] as const))(
  '%s',
  (_, definition) => {
    it.each([
      ['no channel', []],
      ['no sample', both(new Float64Array(0))],
      ['one sample', both(Float64Array.of(0.5))],
      ['two samples', both(Float64Array.of(0.5, -0.5))],
      ['a tenth of a second', both(SECOND.slice(0, 4800))],
      ['only zeros', both(new Float64Array(RATE_HZ))],
      ['only DC', both(new Float64Array(RATE_HZ).fill(0.25))],
      ['noise alone', [whiteNoise(RATE_HZ, 0.1, 1), whiteNoise(RATE_HZ, 0.1, 2)]],
      ['one click', both(Float64Array.from({ length: RATE_HZ }, (_, frame) => (frame === 20_000 ? 1 : 0)))],
      ['full-scale square', both(Float64Array.from({ length: RATE_HZ }, (_, frame) => (frame % 48 < 24 ? 1 : -1)))],
      ['denormal numbers', both(SECOND.map((value) => value * 1e-310))],
      ['enormous numbers', both(SECOND.map((value) => value * 1e300))],
      ['a single channel', [SECOND]],
      ['one live and one dead channel', [SECOND, new Float64Array(RATE_HZ)]],
    ])('gives figures or says what is wrong: %s', (_name, channels) => {
      expectHonest(definition, inputOf(definition, channels));
    });

    it.each([
      ['NaN', Number.NaN],
      ['+infinity', Number.POSITIVE_INFINITY],
      ['−infinity', Number.NEGATIVE_INFINITY],
    ])('names the sample that is %s', (_name, value) => {
      const samples = SECOND.slice();
      samples[123] = value;
      expect(() =>
        analyzeKind(definition, inputOf(definition, both(samples), both(SECOND)), neededSettings(definition)),
      ).toThrow(/sample 123 of channel 1/u);
    });

    it('says which setting it does not heed', () => {
      const settings: MeasureSettings = {
        ...neededSettings(definition),
        ...(definition.options.includes('dimLowPassHz') ? { drivenChannel: 1 } : { dimLowPassHz: 30_000 }),
      };
      expect(() => analyzeKind(definition, inputOf(definition, both(SECOND)), settings)).toThrow(/has no meaning for/u);
    });

    it('takes a reference that is not what was played for what it is', () => {
      const noise = [whiteNoise(RATE_HZ, 0.1, 3), whiteNoise(RATE_HZ, 0.1, 4)];
      expectHonest(definition, inputOf(definition, both(SECOND), noise));
      expectHonest(definition, inputOf(definition, noise, both(SECOND)));
      expectHonest(definition, inputOf(definition, both(SECOND), both(SECOND.slice(0, 100))));
    });

    it('refuses frequencies and bands that the rate cannot hold', () => {
      const needed = neededSettings(definition);
      for (const settings of [
        { frequencyHz: 30_000 },
        { frequencyHz: 24_000 },
        { frequencyHz: 1e-6 },
        { bandHz: [20, 90_000] as [number, number] },
        { bandHz: [50_000, 90_000] as [number, number] },
        { bandHz: [20_000, 20] as [number, number] },
        { frequenciesHz: [100, 40_000] },
      ] satisfies MeasureSettings[]) {
        if (!definition.options.includes(Object.keys(settings)[0] as keyof MeasureSettings)) continue;
        expectHonest(definition, inputOf(definition, both(SECOND)), { ...needed, ...settings });
      }
    });
  },
);
