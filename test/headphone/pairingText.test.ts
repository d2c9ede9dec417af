import { describe, expect, it } from 'vitest';
import { pairHeadphone } from '../../core/headphone/pairHeadphone.ts';
import { renderPairing } from '../../core/report/pairingText.ts';
import { displayColumns } from '../../core/report/displayWidth.ts';
import type { AmpOutput } from '../../core/headphone/ampOutput.ts';
import { amp, HEADPHONE, point } from './exampleAmps.ts';

const CLEAR = {
  ...HEADPHONE,
  impedance: { minOhms: 59.2, maxOhms: 320, peakHz: 51, minIsNominal: false, source: 'a lab' },
};

function textOf(device: AmpOutput, splDb: number, width = 100): string {
  const target = { splDb, as: 'peak', crestFactorDb: 15, sourceVoltsRms: 2, allowDangerousLevel: false } as const;
  return renderPairing(pairHeadphone(device, CLEAR, target), width).replaceAll('\u00a0', ' ');
}

const KNOWN = amp({
  points: [point(50, 1)],
  outputOhms: { low: 10, high: 10 },
  isFedByVolts: true,
  noise: { voltsRms: 1e-6, weighting: 'a', isUpperBound: true },
});

describe('the answer for people', () => {
  it('[PAIR-7] begins with yes or no, and holds every number', () => {
    const text = textOf(KNOWN, 90);
    expect(text).toContain('Do I need another amp? No');
    expect(text).toContain('316 mV, 6.32 mA, 2.00 mW at the headphone; gain −14.4 dB from 2.00 V');
    expect(text).toContain('100.0 dB SPL: 10.0 dB more than wanted');
    expect(text).toContain('1.00 V at the headphone; what ends it: the most the amp gives into such a load');
    expect(text).toContain('at most −21.6 dB SPL (A): below the threshold of hearing');
    expect(text).toContain('10.0 Ω: 1.58 dB of level lost, damping factor 5.00');
    expect(text).toContain('+1.088 dB at the impedance peak (320 Ω at 51.0 Hz) against the least (59.2 Ω)');
    expect(text).toContain('may be off by ±3 dB');
  });

  it('[PAIR-7] says how much is missing and what to look for', () => {
    const text = textOf(KNOWN, 106);
    expect(text).toContain('Yes, you need a stronger amp');
    expect(text).toContain('100.0 dB SPL: 6.0 dB short');
    expect(text).toContain('an amp of 2.82 V and 56.4 mA (159 mW) into 50.0 Ω, 3 dB of headroom with it');
  });

  it('[PAIR-7] says that it cannot be said, and where from a doubtful sensitivity comes', () => {
    expect(textOf(amp({}), 90)).toContain('CANNOT BE SAID');
    expect(textOf(amp({}), 90)).toContain('How much this amp puts out is not known.');
  });

  it('[PAIR-8] shows what may hurt, and a simulated amp as simulated', () => {
    const text = textOf({ ...KNOWN, points: [point(50, 10)], simulated: true, basis: 'measured' }, 112);
    expect(text).toContain('! Hearing: 112.0 dB SPL is loud enough to harm.');
    expect(text).toContain('SIMULATED');
  });

  it.each([80, 100, 200])('[PAIR-7] keeps within %d columns', (width) => {
    for (const line of textOf(KNOWN, 112, width).split('\n')) {
      expect(displayColumns(line)).toBeLessThanOrEqual(width);
    }
  });
});
