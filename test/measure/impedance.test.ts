import { describe, expect, it } from 'vitest';
import { inputImpedance, inputImpedanceUncertainty } from '../../core/measure/input-impedance/analyze.ts';
import { fitParallel } from '../../core/measure/input-impedance/fit.ts';
import type { Complex } from '../../core/measure/impedance/pairRatio.ts';
import { outputImpedance, outputImpedanceUncertainty } from '../../core/measure/output-impedance/analyze.ts';
import { fitSeries, type ImpedancePoint } from '../../core/measure/output-impedance/fit.ts';
import { createRandom, type RandomSource } from '../../core/signal/random.ts';
import { expectClose } from '../expectClose.ts';

const divide = (a: Complex, b: Complex): Complex => {
  const square = b.re ** 2 + b.im ** 2;
  return { re: (a.re * b.re + a.im * b.im) / square, im: (a.im * b.re - a.re * b.im) / square };
};
const plus = (a: Complex, ohms: number): Complex => ({ re: a.re + ohms, im: a.im });

/** V_open / V_loaded of a source impedance z: dividers R1/(R1 + z) and R2/(R2 + z). */
function openOverLoaded(z: Complex, loadOhms: number, inputOhms: number): Complex {
  const bothOhms = (loadOhms * inputOhms) / (loadOhms + inputOhms);
  const ratio = divide(plus(z, bothOhms), plus(z, inputOhms));
  return { re: (ratio.re * inputOhms) / bothOhms, im: (ratio.im * inputOhms) / bothOhms };
}

const setup = { loadOhms: 33, inputOhms: 20e3 };
const omegaOf = (frequencyHz: number): number => 2 * Math.PI * frequencyHz;
const exact = { within: 1e-9, unit: 'Ω', because: 'the formula inverts the divider exactly; only rounding is left' };

describe('output impedance', () => {
  it.each([0, 0.1, 2, 120, 10_000])('[ZOUT-1] of %d Ω comes back, the interface’s input undone', (ohms) => {
    const z = outputImpedance(openOverLoaded({ re: ohms, im: 0 }, 33, 20e3), setup);
    expectClose(z.re, ohms, { ...exact, within: 1e-9 * (1 + ohms) });
    expectClose(z.im, 0, exact);
  });

  it('[ZOUT-2] is complex: 0.1 Ω + 2 µH at 20 kHz comes back as it is', () => {
    const z = { re: 0.1, im: omegaOf(20e3) * 2e-6 };
    const found = outputImpedance(openOverLoaded(z, 33, 20e3), setup);
    expectClose(found.re, z.re, exact);
    expectClose(found.im, z.im, exact);
  });

  it('[ZOUT-2] from magnitudes alone reads 0.101 Ω for |Z| = 0.270 Ω: a bound from below, not a value', () => {
    const z = { re: 0.1, im: omegaOf(20e3) * 2e-6 };
    const ratio = openOverLoaded(z, 33, 20e3);
    const found = outputImpedance({ re: Math.hypot(ratio.re, ratio.im), im: 0 }, setup);
    expectClose(found.re, 0.101, { within: 5e-4, unit: 'Ω', because: 'the stated figure has three digits' });
    expectClose(Math.hypot(z.re, z.im), 0.2705, { within: 5e-5, unit: 'Ω', because: 'four digits' });
  });

  it('[ZOUT-3] takes the load with its cable for the load: a cable forgotten is in proportion', () => {
    const ratio = openOverLoaded({ re: 2, im: 0 }, 33.02, 20e3);
    expectClose(outputImpedance(ratio, { ...setup, loadOhms: 33.02 }).re, 2, exact);
    expectClose(outputImpedance(ratio, setup).re, 2 * (33 / 33.02), {
      within: 1e-6,
      unit: 'Ω',
      because: 'Z = R (V_open/V_loaded − 1) but for the interface’s 20 kΩ',
    });
  });

  it('[ZOUT-4] carries 0.115 % of R + Z for each 0.01 dB, and the load’s tolerance in proportion', () => {
    const relative = 10 ** (0.01 / 20) - 1;
    const parts = outputImpedanceUncertainty(0.1, { ...setup, loadOhms: 32 }, relative, 0.01);
    expectClose(parts.repeatability, 0.037, { within: 5e-4, unit: 'Ω', because: 'the stated figure has two digits' });
    expectClose(parts.load, 0.001, { within: 1e-12, unit: 'Ω', because: '1 % of 0.1 Ω' });
    const changed = outputImpedance(
      { re: (32.1 / 32) * (1 + relative), im: 0 },
      { ...setup, loadOhms: 32, inputOhms: 1e12 },
    );
    expectClose(changed.re - 0.1, parts.repeatability, {
      within: 1e-5,
      unit: 'Ω',
      because: 'the derivative against the real difference, second order in 0.1 %',
    });
  });

  const frequenciesHz = Array.from({ length: 40 }, (_, index) => 500 * (index + 1));
  const onModel = (farad: number | null): ImpedancePoint[] =>
    frequenciesHz.map((frequencyHz) => {
      const omega = omegaOf(frequencyHz);
      const impedance = { re: 1.5, im: omega * 3e-6 - (farad === null ? 0 : 1 / (omega * farad)) };
      return { frequencyHz, impedance, uncertaintyOhms: 0.02 };
    });
  const noisy = (points: readonly ImpedancePoint[], random: RandomSource): ImpedancePoint[] =>
    points.map((point) => ({
      ...point,
      impedance: {
        re: point.impedance.re + 0.01 * random.gaussian(),
        im: point.impedance.im + 0.01 * random.gaussian(),
      },
    }));

  it('[ZOUT-5] fits R + jωL, and 1/jωC where there is a capacitor', () => {
    const because = 'the points lie on the model';
    const coil = fitSeries(onModel(null), 0);
    expectClose(coil.resistanceOhms, 1.5, { within: 1e-12, unit: 'Ω', because });
    expectClose(coil.inductanceHenry * 1e6, 3, { within: 1e-9, unit: 'µH', because });
    expect(coil.capacitanceFarad).toBeNull();
    const coupled = fitSeries(onModel(100e-6), 0);
    expectClose(coupled.inductanceHenry * 1e6, 3, { within: 1e-9, unit: 'µH', because });
    expectClose(coupled.capacitanceFarad! * 1e6, 100, { within: 1e-6, unit: 'µF', because });
  });

  it('[ZOUT-5] does not take a systematic error of the points for a capacitor', () => {
    // 100 µF at 500 Hz are 3.2 Ω
    expect(fitSeries(onModel(100e-6), 3.3).capacitanceFarad).toBeNull();
    expect(fitSeries(onModel(100e-6), 3.1).capacitanceFarad).not.toBeNull();
  });

  it('[ZOUT-5] states uncertainties that cover the scatter of R, L and C', () => {
    const random = createRandom(5);
    const clean = onModel(1e-3);
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const fit = fitSeries(noisy(clean, random), 0);
      if (Math.abs(fit.resistanceOhms - 1.5) <= fit.resistanceUncertaintyOhms) covered++;
      if (Math.abs(fit.inductanceHenry - 3e-6) <= fit.inductanceUncertaintyHenry) covered++;
      if (Math.abs(fit.capacitanceFarad! - 1e-3) <= fit.capacitanceUncertaintyFarad!) covered++;
    }
    expectClose(covered / 600, 0.96, {
      within: 0.03,
      unit: '1',
      because:
        'k = 2 or a little more, since scatter only raises it; three standard deviations of a share of 600 are 2.4 %',
    });
  });
});

describe('input impedance', () => {
  const seriesOhms = 10e3;
  const sourceOhms = 220;
  const ratioOf = (z: Complex): Complex => divide(plus(z, sourceOhms + seriesOhms), plus(z, sourceOhms));

  it.each([
    { re: 50e3, im: 0 },
    { re: 600, im: 0 },
    { re: 30e3, im: -12e3 },
    { re: 1e6, im: -2e5 },
  ])('[ZIN-1] of $re Ω + j $im Ω comes back, the source taken off', (z) => {
    const found = inputImpedance(ratioOf(z), seriesOhms, sourceOhms);
    const size = Math.hypot(z.re, z.im);
    expectClose(found.re / size, z.re / size, { within: 1e-9, unit: '1', because: 'rounding, raised by Z/R = 100' });
    expectClose(found.im / size, z.im / size, { within: 1e-9, unit: '1', because: 'rounding, raised by Z/R = 100' });
  });

  it('[ZIN-2] carries the drop’s and the resistor’s uncertainty', () => {
    const z = 50e3;
    const ratio = ratioOf({ re: z, im: 0 });
    const parts = inputImpedanceUncertainty(z, ratio, sourceOhms, 1e-4, 1e-3);
    const moved = inputImpedance({ re: ratio.re * (1 + 1e-6), im: 0 }, seriesOhms, sourceOhms).re - z;
    expectClose(parts.repeatability, 100 * Math.abs(moved), {
      within: 0.05,
      unit: 'Ω',
      because: 'a difference over 1e-6, second order 6e-6 of 300 Ω',
    });
    const stretched = inputImpedance(ratio, seriesOhms * 1.001, sourceOhms).re - z;
    expectClose(parts.series, stretched, { within: 1e-6, unit: 'Ω', because: 'Z + Z_source is in proportion to R' });
    expect(parts.series).toBeGreaterThan(50);
  });

  it('[ZIN-4] fits R parallel to C', () => {
    const points = [50, 200, 1000, 5000, 20_000].map((frequencyHz) => {
      const omega = omegaOf(frequencyHz);
      const impedance = divide({ re: 46e3, im: 0 }, { re: 1, im: omega * 46e3 * 98e-12 });
      return { frequencyHz, impedance, uncertaintyOhms: 10 };
    });
    const fit = fitParallel(points)!;
    const because = 'the points lie on the model';
    expectClose(fit.resistanceOhms, 46e3, { within: 1e-6, unit: 'Ω', because });
    expectClose(fit.capacitanceFarad * 1e12, 98, { within: 1e-8, unit: 'pF', because });
    const negative = points.map((point) => ({ ...point, impedance: { re: -1e7, im: 0 } }));
    expect(fitParallel(negative)).toBeNull();
  });
});
