import { beforeAll, describe, expect, it } from 'vitest';
import { parseCard } from '../../core/card/parseCard.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import type { ClaimVerdict, Verification } from '../../core/result/verification.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import { driveRun, finished } from './driveRun.ts';

const AMP = `Gain: 8.35 dB
IMD: < 0.05 % (CCIF) at 1 V into 20 ohms
Noise: < 1 mV, CCIR-468 weighted
Crosstalk: -60 dB at 1 kHz
Channel balance: 0.3 dB
Max input level: 1 V
Max output current: 200 mA into 20 ohms
`;
const DAC = `kind: dac
claims:
  - 'THD+N: < 0.01 % at 0 dBFS'
  - 'Dynamic range: > 90 dB A-weighted'
  - 'SNR: > 90 dB'
  - 'Jitter: < 5 ns'
  - 'Gain: 0 dB'
`;

const runs = new Map<string, Verification>();
const of = (name: 'amp' | 'dac'): Verification => {
  const run = runs.get(name);
  if (run === undefined) throw new Error(`${name} was not run`);
  return run;
};
const verdictOf = ({ claims }: Verification, words: string): ClaimVerdict => {
  const found = claims.find(({ asWritten }) => asWritten.startsWith(words));
  if (found === undefined) throw new Error(`no claim ${words}`);
  return found;
};

beforeAll(() => {
  for (const [name, text, benchId] of [
    ['amp', AMP, 'sim:usb-192/hpa-1'],
    ['dac', DAC, 'sim:usb-192/line-dac'],
  ] as const) {
    // A quarter of the rate is a quarter of the work, and nothing here reaches above 20 kHz
    const rig = { ...createSimulatedBench(benchId, { seed: 3 }).rig, sampleRateHz: 48_000 };
    runs.set(name, finished(driveRun(parseCard(text, { id: 'test' }), benchId, { seed: 3, rig })));
  }
}, 180_000);

describe('quantities that a kind of measurement decides', () => {
  it.each([
    ['IMD', 'imd-ccif'],
    ['Noise', 'noise-468'],
    ['Crosstalk', 'crosstalk'],
    ['Channel balance', 'channel-balance'],
    ['Max input', 'thd-n'],
    ['Max output current', 'max-output'],
  ])('[CLAIM-1] %s of an amp is kept, by its figure %s', (words, figureId) => {
    const { verdict, measured, marginText } = verdictOf(of('amp'), words);
    expect(verdict).toBe('pass');
    expect(measured?.id).toBe(figureId);
    expect(marginText).toContain('inside the limit');
  });

  it.each([
    ['THD+N', 'thd-n'],
    ['Dynamic range', 'dynamic-range-a'],
    ['SNR', 'snr'],
    ['Jitter', 'jitter'],
  ])('[CLAIM-1] %s of a DAC is kept, by its figure %s', (words, figureId) => {
    const { verdict, measured } = verdictOf(of('dac'), words);
    expect(verdict).toBe('pass');
    expect(measured?.id).toBe(figureId);
  });

  it('[CLAIM-3] what a DAC does not have is said', () => {
    expect(verdictOf(of('dac'), 'Gain')).toMatchObject({ verdict: 'not-verifiable', measured: null });
  });

  it('[VERDICT-2] the rig’s own share is measured in loopback and stands in the uncertainty', () => {
    const { steps } = of('amp');
    const own = steps.filter(({ step }) => step.id.startsWith('own-'));
    expect(own.map(({ step }) => step.wiring.path)).toEqual(own.map(() => 'loopback'));
    expect(own.length).toBeGreaterThanOrEqual(5);
    const { measured } = verdictOf(of('amp'), 'IMD');
    expect(measured?.uncertaintyParts.some(({ source, value }) => source === 'baseline' && value > 0)).toBe(true);
    expect(verdictOf(of('amp'), 'Noise').measured?.flags).toContain('rig-only-adds');
  });

  it('[RULES-5] a result keeps its rules and reads back whole', () => {
    for (const name of ['amp', 'dac'] as const) {
      const text = encodeResult(of(name));
      expect(of(name).rules).toEqual(DEFAULT_RULES);
      expect(encodeResult(decodeResult(text, 'result.json'))).toBe(text);
    }
  });
});
