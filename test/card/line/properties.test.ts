import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LineSpec } from '../../../core/card/line/lineSpec.ts';
import { parseSpecLine } from '../../../core/card/line/parseSpecLine.ts';
import { expectClose } from '../../expectClose.ts';

const RUNS = { numRuns: 400, seed: 1_977 };

/** Spaces that copying leaves, and none; a unit may touch its number. */
const SPACE = fc.constantFrom('', ' ', '  ', '\u00a0', '\u202f', '\t');
const GAP = fc.constantFrom(' ', '  ', '\u00a0', '\t');

/** Of this process alone: other work on the machine does not count against the reader. */
const cpuMilliseconds = (): number => process.cpuUsage().user / 1000;

interface Written {
  readonly digits: string;
  readonly prefix: string;
  readonly value: number;
}

/** A number of three digits under any of the prefixes, and what it is. */
const written = (prefixes: Readonly<Record<string, number>>): fc.Arbitrary<Written> =>
  fc
    .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 2 }), fc.constantFrom(...Object.keys(prefixes)))
    .map(([number, places, prefix]) => {
      const digits = (number / 10 ** places).toFixed(places);
      return { digits, prefix, value: Number(`${digits}e${prefixes[prefix]}`) };
    });

const WATTS = written({ '': 0, m: -3, u: -6, µ: -6, milli: -3 });
const VOLTS = written({ '': 0, m: -3, µ: -6, n: -9 });
const OHMS = written({ '': 0, m: -3, k: 3, K: 3, M: 6 });
const HERTZ = written({ '': 0, k: 3, K: 3, M: 6 });
const COMPARATOR = fc.constantFrom(
  ['', '='],
  ['< ', '<'],
  ['<', '<'],
  ['≤ ', '<='],
  ['less than ', '<'],
  ['at most ', '<='],
  ['~ ', '~'],
);

function only(line: string): LineSpec {
  const { specs } = parseSpecLine(line);
  expect(specs, line).toHaveLength(1);
  return specs[0];
}

function expectValue(spec: LineSpec, value: number, line: string): void {
  expect(typeof spec.value, line).toBe('number');
  expectClose(spec.value as number, value, {
    within: Math.abs(value) * 1e-15,
    unit: spec.unit ?? '',
    because: 'the decimal is scaled before it becomes a double',
  });
}

describe('any unit prefix, comparator and spacing', () => {
  it('reads a power into a load', () => {
    fc.assert(
      fc.property(WATTS, OHMS, SPACE, GAP, (power, load, space, gap) => {
        const line = `Output power:${gap}${power.digits}${space}${power.prefix}W${gap}into${gap}${load.digits}${space}${load.prefix}Ω`;
        const spec = only(line);
        expect(spec, line).toMatchObject({ quantity: 'output_power', unit: 'W', load_ohm: load.value });
        expectValue(spec, power.value, line);
      }),
      RUNS,
    );
  });

  it('reads an impedance', () => {
    fc.assert(
      fc.property(
        OHMS,
        COMPARATOR,
        SPACE,
        fc.constantFrom('Ω', 'ohm', 'Ohms', 'OHM'),
        (ohms, [words, sign], space, unit) => {
          const line = `Output impedance: ${words}${ohms.digits}${space}${ohms.prefix}${unit}`;
          const spec = only(line);
          expect(spec, line).toMatchObject({ quantity: 'output_impedance', unit: 'ohm', comparator: sign });
          expectValue(spec, ohms.value, line);
        },
      ),
      RUNS,
    );
  });

  it('reads a noise voltage', () => {
    fc.assert(
      fc.property(VOLTS, SPACE, fc.constantFrom('V', 'Vrms', 'VRMS'), (volts, space, unit) => {
        const line = `Noise${space}:${space} ${volts.digits}${space}${volts.prefix}${unit}`;
        expectValue(only(line), volts.value, line);
      }),
      RUNS,
    );
  });

  it('reads a band, either way round never', () => {
    fc.assert(
      fc.property(HERTZ, HERTZ, SPACE, fc.constantFrom('-', '–', '—', 'to', '~', '...'), (one, two, space, dash) => {
        const joint = dash === 'to' ? ' to ' : `${space}${dash}${space}`;
        const line = `Frequency response ${one.digits} ${one.prefix}Hz${joint}${two.digits} ${two.prefix}Hz, ±1 dB`;
        const { specs } = parseSpecLine(line);
        if (one.value >= two.value) expect(specs, line).toEqual([]);
        else
          expect(specs, line).toMatchObject([
            { quantity: 'frequency_response', freq_hz: [one.value, two.value], tolerance_db: [-1, 1] },
          ]);
      }),
      RUNS,
    );
  });
});

describe('any order of conditions', () => {
  const CONDITIONS = ['1 kHz', '32 Ω', '2 Vrms', 'A-weighted', '20 kHz bandwidth'];
  const expected = {
    quantity: 'thd_n',
    comparator: '<',
    value: 0.003,
    unit: '%',
    freq_hz: 1000,
    load_ohm: 32,
    level: { value: 2, unit: 'V', at: 'output' },
    weighting: 'A',
    bandwidth_hz: [null, 20_000],
  };

  it('reads the same', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(CONDITIONS, { minLength: CONDITIONS.length }),
        fc.constantFrom(', ', '; ', ' / ', ' , '),
        fc.boolean(),
        (order, joint, bracketed) => {
          const conditions = order.join(joint);
          const line = bracketed ? `THD+N: < 0.003 % (${conditions})` : `THD+N < 0.003 % @ ${conditions}`;
          expect(only(line), line).toEqual(expected);
        },
      ),
      RUNS,
    );
  });

  it('reads the same with the conditions in the label', () => {
    for (const order of [CONDITIONS, CONDITIONS.toReversed()]) {
      expect(only(`THD+N (${order.join(', ')}): < 0.003 %`)).toEqual(expected);
    }
  });

  it('reads powers and loads in step, however many', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(WATTS, fc.integer({ min: 4, max: 600 })), { minLength: 2, maxLength: 5 }),
        (pairs) => {
          const distinct = pairs.filter(
            ([watts], at) => pairs.findIndex(([other]) => other.value === watts.value) === at,
          );
          const watts = distinct.map(([each]) => `${each.digits} ${each.prefix}W`);
          const loads = distinct.map(([, ohms]) => `${ohms} Ω`);
          const wanted = distinct.map(([each, ohms]) => ({ value: each.value, load_ohm: ohms }));
          for (const line of [
            `Output power: ${watts.map((each, at) => `${each} into ${loads[at]}`).join(', ')}`,
            `Output power: ${watts.map((each, at) => `${loads[at]}: ${each}`).join(', ')}`,
            `Output power (${loads.join(' / ')}): ${watts.join(' / ')}`,
            `Output power ${watts.join(' / ')} into ${loads.join(' / ')}`,
          ]) {
            expect(parseSpecLine(line).specs, line).toMatchObject(wanted);
          }
        },
      ),
      RUNS,
    );
  });
});

describe('speed', () => {
  it('reads 1 MB of pasted lines in under a second', () => {
    const line = 'Output power: 500 mW into 32 Ω, 80 mW into 300 Ω (THD+N < 1 %, 1 kHz); SNR 112 dB (A-weighted)\n';
    const lines = line
      .repeat(Math.ceil(1e6 / line.length))
      .trimEnd()
      .split('\n');
    for (const each of lines.slice(0, 500)) parseSpecLine(each);
    const start = cpuMilliseconds();
    for (const each of lines) parseSpecLine(each);
    expect(cpuMilliseconds() - start).toBeLessThan(1000);
  });
});
