import { describe, expect, it } from 'vitest';
import { OPEN } from '../../core/planner/wiring.ts';
import { createSimulatedBench } from '../../core/simulate/bench.ts';
import { hpa1 } from '../../core/simulate/duts/hpa1.ts';
import { k7 } from '../../core/simulate/duts/k7.ts';
import { lineDac } from '../../core/simulate/duts/lineDac.ts';
import { zenCan } from '../../core/simulate/duts/zenCan.ts';
import { setUpDut } from '../../core/simulate/setUpDut.ts';
import { expectClose } from '../expectClose.ts';
import { zenOneSignature } from './duts/zenOneSignature.ts';
import { benchOf, open, playSine } from './ideal.ts';
import { findTone } from './tone.ts';

describe('a device with several outputs and gains', () => {
  it('[SIM-2] has what the output has of its own, and the rest in common', () => {
    const balanced = setUpDut(k7, { ...OPEN, output: 'balanced headphone output' }, true);
    const plain = setUpDut(k7, { ...OPEN, output: '6.35 mm' }, true);
    expect(balanced.outputImpedance.ohms).toBe(2.4);
    expect(plain.outputImpedance.ohms).toBe(1.2);
    expect(balanced.highCornerHz).toBe(plain.highCornerHz);
    expectClose(balanced.gainDb[0] - plain.gainDb[0], 6.02, { within: 1e-9, unit: 'dB', because: 'rounding' });
  });

  it.each(['4.4 mm', '4.4mm', 'Balanced', 'BALANCED output', '4.4-mm'])(
    '[SIM-2] knows the balanced output as "%s"',
    (output) => {
      expect(setUpDut(k7, { ...OPEN, output }, true).outputImpedance.ohms).toBe(2.4);
    },
  );

  it('[SIM-2] takes the first output and the highest gain where none is named', () => {
    expect(setUpDut(k7, OPEN, true).outputImpedance.ohms).toBe(1.2);
    expect(setUpDut(zenCan, OPEN, true).gainDb).toEqual([18, 17.97]);
  });

  it.each([
    ['0 dB', 0],
    ['6 dB', 6],
    ['12', 12],
    ['high', 18],
  ])('[SIM-2] ZEN CAN at "%s" has %d dB', (gain, gainDb) => {
    const [left] = playSine(benchOf(zenCan), 1000, 0.1, { ...open, gain });
    const voltsRms = findTone(left, 38400, 38400, 384000, 1000).amplitude / Math.SQRT2;
    // 47 kΩ fed through 100 Ω, and 0.55 Ω into 100 kΩ
    expectClose(20 * Math.log10(voltsRms / ((0.1 * 47000) / 47100)), gainDb, {
      within: 0.005,
      unit: 'dB',
      because: 'filters of 0.0026 dB at worst, low end and top end below 0.001 dB',
    });
  });

  it('[SIM-2] answers to any name where there is but one', () => {
    expect(setUpDut(hpa1, { ...OPEN, output: 'headphone', gain: 'high' }, true).gainDb).toEqual(hpa1.gainDb);
  });

  it('[SIM-2] refuses a socket, a gain and an input that it does not have, and says which it has', () => {
    expect(() => setUpDut(k7, { ...OPEN, output: 'XLR' }, true)).toThrow(
      /output "XLR" must be one of 6.35 mm = .*4.4 mm/,
    );
    expect(() => setUpDut(zenCan, { ...OPEN, gain: '20 dB' }, true)).toThrow(/gain "20 dB" must be one of 0 dB/);
    expect(() => setUpDut(lineDac, OPEN, true)).toThrow(/drive is analogue but line-dac must have an input/);
    expect(() => setUpDut(hpa1, { ...OPEN, drive: 'digital' }, true)).toThrow(/drive is digital but hpa-1/);
  });

  it('[SIM-3] never grounds a leg of a balanced output', () => {
    const balanced = { ...OPEN, output: '4.4 mm' };
    expect(() => setUpDut(k7, balanced, false)).toThrow(/must not meet an unbalanced input/);
    const usb = createSimulatedBench('sim:usb-192/k7', { seed: 1 });
    const frames = { format: 'int24', sampleRateHz: 192000, channelCount: 2, frameCount: 10, data: new Uint8Array(60) };
    const request = {
      frames: { ...frames, format: 'int24' as const },
      tailFrames: 0,
      inputChannelCount: 2,
      takeNumber: 1,
    };
    expect(() => usb.record({ ...request, wiring: balanced })).toThrow(/must not meet an unbalanced input/);
  });

  it('[SIM-2] refuses rates and formats that the converter does not know', () => {
    const bench = createSimulatedBench('sim:studio-384/line-dac', { seed: 1 });
    const shape = { sampleRateHz: 384000, format: 'int24', outputChannelCount: 2, inputChannelCount: 2 } as const;
    expect(bench.refusal(shape, 'digital')).toBeNull();
    expect(bench.refusal({ ...shape, sampleRateHz: 768000 }, 'digital')).toMatch(/sampleRateHz is 768000/);
    // The interface knows 176.4 kHz, this converter does not
    expect(benchOf(zenOneSignature).refusal({ ...shape, sampleRateHz: 176400 }, 'digital')).toMatch(/is 176400/);
    expect(bench.refusal({ ...shape, outputChannelCount: 3 }, 'digital')).toMatch(/at most 2/);
    expect(bench.refusal({ ...shape, format: 'float32' }, 'digital')).toMatch(/format is float32/);
    expect(bench.refusal({ ...shape, outputChannelCount: 3 }, 'analogue')).toBeNull();
    const amp = createSimulatedBench('sim:studio-384/hpa-1', { seed: 1 });
    expect(amp.refusal(shape, 'digital')).toMatch(/must have a digital input/);
    expect(amp.digitalChannelCount).toBeNull();
    expect(bench.digitalChannelCount).toBe(2);
  });
});
