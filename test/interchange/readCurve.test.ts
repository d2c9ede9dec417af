import { describe, expect, it } from 'vitest';
import { readCurve } from '../../core/interchange/readCurve.ts';
import { expectClose } from '../expectClose.ts';

const DEGREES = Math.PI / 180;

const REW_RESPONSE = `* Measurement data measured by REW V5.31.3
* Source: USB interface, input 1, volume: no control
* Format: 256k Log Swept Sine, 1 sweep at -12.0 dBFS
* Dated: 14-Feb-2025 10:11:12
* REW Settings:
*  C-weighting compensation: Off
*  Target level: 75.0 dB
* Note: ; Delay 0.1 ms
* Measurement: amp left
* Smoothing: 1/48 octave
* Frequency Step: 96 ppo
* Start Frequency: 2.197 Hz
*
* Freq(Hz) SPL(dB) Phase(degrees)
`;

describe('reading a response', () => {
  it('[IO-READ-7] of REW: its name, unit, three columns and no word of the header', () => {
    const { curve, remarks } = readCurve(`${REW_RESPONSE}2.197 -3.25 45.0\n1000.000 0.000 -90.0\n`, 'a.txt');
    expect(curve).toEqual({
      quantity: 'response',
      unit: 'dB SPL',
      title: 'amp left',
      frequenciesHz: [2.197, 1000],
      values: [-3.25, 0],
      phasesRadians: [45 * DEGREES, -90 * DEGREES],
    });
    expect(remarks).toEqual([]);
  });

  it.each([
    ['blanks', '20.5 -1.25 3\n1000 0.5 4\n'],
    ['many blanks before and between', '   20.5   -1.25 3\n  1000  0.5    4\n'],
    ['tabs', '20.5\t-1.25\t3\n1000\t0.5\t4\n'],
    ['commas', '20.5,-1.25,3\n1000,0.5,4\n'],
    ['commas and blanks', '20.5, -1.25, 3\n1000, 0.5, 4\n'],
    ['semicolons', '20.5;-1.25;3\n1000;0.5;4\n'],
    ['semicolons and decimal commas', '20,5; -1,25; 3\n1000; 0,5; 4\n'],
    ['tabs and decimal commas', '20,5\t-1,25\t3\n1000\t0,5\t4\n'],
    ['blanks and decimal commas', '20,5 -1,25 3\n1000 0,5 4\n'],
    ['exponents', '2.05e1 -125E-2 3\n1E3 5.0e-1 4\n'],
    ['a minus of typesetters', '20.5 −1.25 3\n1000 0.5 4\n'],
    ['quotes', '"20.5","-1.25","3"\n"1000","0.5","4"\n'],
    ['line ends of old and other systems', '20.5 -1.25 3\r1000 0.5 4\r\n'],
    [
      'a byte-order mark and comments of every kind',
      '\uFEFF# a\n; b\n% c\n// d\n! e\n20.5 -1.25 3\n* between\n1000 0.5 4',
    ],
  ])('[IO-READ-2] with %s', (_, text) => {
    const { curve } = readCurve(text, 'a.frd');
    expect(curve.frequenciesHz).toEqual([20.5, 1000]);
    expect(curve.values).toEqual([-1.25, 0.5]);
    expect(curve.phasesRadians).toEqual([3 * DEGREES, 4 * DEGREES]);
  });

  it.each([
    ['20,5,80,1\n21,5,80,2\n', 'which commas'],
    ['1000,80,5\n2000,80,6\n', 'which commas'],
    ['20,5, 80,1\n21,5, 80,2\n', 'which commas'],
  ])('[IO-READ-3] refuses %j, where separator and decimal mark cannot be told', (text, message) => {
    expect(() => readCurve(text, 'a.csv')).toThrow(message);
  });

  it('[IO-READ-3] takes whole numbers between commas where there are two, or a heading of as many', () => {
    expect(readCurve('100,40\n1000,60\n', 'a.csv').curve.values).toEqual([40, 60]);
    const { curve } = readCurve('Frequency,Magnitude,Phase\n100,40,90\n', 'a.csv');
    expect(curve.phasesRadians).toEqual([Math.PI / 2]);
  });

  it.each([
    ['Frequency (Hz),Magnitude (dB),Phase (deg)', 'dB', 1, DEGREES],
    ['frequency_hz,magnitude_dbfs,phase_rad', 'dBFS', 1, 1],
    ['freq [kHz],level [dBV],phase [°]', 'dBV', 1000, DEGREES],
    ['"Frequency","SPL","Phase"', 'dB SPL', 1, DEGREES],
    ['Hz,dBu,radians', 'dBu', 1, 1],
    ['f,raw,angle', 'dB', 1, DEGREES],
    ['Fréquence (Hz);Niveau (dB);Phase (°)', 'dB', 1, DEGREES],
    ['Level\nCh1,,Ch2,\nX,Y,X,Y\nHz,dBV,deg,Hz', 'dBV', 1, DEGREES],
  ])('[IO-READ-4] heeds the heading %s', (heading, unit, hertz, radians) => {
    const { curve } = readCurve(`${heading}\n1.5,-2.5,90.0\n`, 'a.csv');
    expect(curve).toMatchObject({ unit, frequenciesHz: [1.5 * hertz], values: [-2.5], phasesRadians: [90 * radians] });
  });

  it('[IO-READ-5] finds a channel by its heading with its own phase, and tells what it left out', () => {
    const text =
      'Freq (Hz);Left (dB);Left phase (deg);Right (dB);Right uncertainty (dB);Note\n20;1,5;10;-2,5;0,1;good\n';
    const left = readCurve(text, 'a.csv');
    expect(left.curve).toMatchObject({ values: [1.5], phasesRadians: [10 * DEGREES] });
    expect(left.remarks.join()).toContain('"Right (dB)", "Right uncertainty (dB)", "Note"');
    const rightHasPhase = 'f (Hz);Left (dB);Right (dB);Right phase (deg)\n20;1;2;3\n';
    expect(readCurve(rightHasPhase, 'a.csv').curve.phasesRadians).toBeNull();
    expect(readCurve(text, 'a.csv', { channel: 'right' }).curve).toMatchObject({ values: [-2.5], phasesRadians: null });
    expect(() => readCurve(text, 'a.csv', { channel: 'centre' })).toThrow('it has "Left (dB)", "Right (dB)"');
  });

  it('[IO-READ-7] takes what an RTA saved as a spectrum, whose levels belong to no path', () => {
    const text = '* RTA data saved by REW V5.31\n* Format: 64k FFT, Hann\n* Freq(Hz) dBFS\n0 -90.1\n2.93 -95.2\n';
    const { curve, remarks } = readCurve(text, 'rta.txt');
    expect(curve).toMatchObject({ quantity: 'spectrum', unit: 'dBFS', frequenciesHz: [2.93], phasesRadians: null });
    expect(remarks).toEqual(['line 4 is at 0 Hz and was left out']);
  });
});

describe('words before the rows', () => {
  it.each([
    'constructor,toString',
    '* Hz (constructor), dB (__proto__)',
    '* Window 500 Hz, Level 3 dB',
    '* Frequency response, dB',
  ])('[IO-READ-4] are no heading where they only look like one: %s', (words) => {
    expect(readCurve(`${words}\n20.0,1.5,90.0\n`, 'a.csv').curve).toMatchObject({
      frequenciesHz: [20],
      values: [1.5],
      phasesRadians: [Math.PI / 2],
    });
  });

  it('[IO-READ-5] that leave a column without a name have it told', () => {
    const { remarks } = readCurve('Freq (Hz),Level (dB)\n20,1.5,90,3,\n', 'a.csv');
    expect(remarks).toEqual(['columns that are not used: "column 3", "column 4"']);
  });
});

describe('reading an impedance', () => {
  it('[IO-READ-4] by its heading, by what is expected, in kilohms', () => {
    const z = readCurve('* Freq(Hz) Z(Ohms) Phase(degrees)\n20 330.5 12\n90 500 0\n', 'a.txt').curve;
    expect(z).toMatchObject({ quantity: 'impedance', unit: 'ohm', values: [330.5, 500] });
    expect(readCurve('20 330.5\n', 'a.ZMA').curve.unit).toBe('ohm');
    expect(readCurve('20 330.5\n', 'a.txt', { expected: 'impedance' }).curve.unit).toBe('ohm');
    const kilohms = readCurve('Freq (kHz);|Z| (kΩ)\n0,0201;0,3305\n', 'a.csv').curve;
    expect(kilohms.frequenciesHz).toEqual([20.1]);
    expectClose(kilohms.values[0], 330.5, { within: 0, unit: 'ohm', because: 'the last bit is rounded away' });
  });

  it('[IO-READ-6] where ohms are wanted and decibels stand there, or the other way, is refused', () => {
    expect(() => readCurve('* Freq(Hz) SPL(dB)\n20 70\n', 'a.txt', { expected: 'impedance' })).toThrow(
      'must have ohms',
    );
    expect(() => readCurve('* Freq(Hz) Z(Ohms)\n20 70\n', 'a.txt', { expected: 'response' })).toThrow('decibels');
    expect(() => readCurve('20 70\n', 'a.zma', { expected: 'response' })).toThrow('decibels');
    expect(() => readCurve('20 70\n', 'a.frd', { expected: 'impedance' })).toThrow('must have ohms');
  });
});

describe('what is no curve', () => {
  it.each([
    ['', 'curve-empty', /no row of numbers/u],
    ['* only\n* words\n', 'curve-empty', /no row of numbers/u],
    ['20 NaN\n', 'number-invalid', /line 1: "NaN" in column 2/u],
    ['nan 3\n20 3\n', 'number-invalid', /line 1: "nan" in column 1/u],
    ['20 1\n21 Infinity\n', 'number-invalid', /line 2/u],
    ['20 1\n-∞ 2\n', 'number-invalid', /line 2/u],
    ['20 1\n21 1e999\n', 'number-invalid', /line 2: "1e999"/u],
    ['20 1\n21 0x10\n', 'number-invalid', /line 2: "0x10"/u],
    ['20 1\n21 1_000\n', 'number-invalid', /line 2/u],
    ['1.000,5;80,1\n2.000,5;80,1\n', 'number-invalid', /line 1: "1\.000,5"/u],
    ['20.5 1\n1,000.5 2\n', 'number-invalid', /line 1/u],
    ['20.5;1,5\n', 'number-invalid', /line 1: "1,5"/u],
    ['20 1 2\n21 1\n', 'number-invalid', /line 2: column 3 is missing/u],
    ['20 1\nthe end\n', 'number-invalid', /line 2: "the end"/u],
    ['20 1\n-5 1\n', 'value-out-of-range', /line 2: the frequency is -5/u],
    ['20 1\n2e9 1\n', 'value-out-of-range', /line 2/u],
    ['20 1001\n', 'value-out-of-range', /line 1: the level is 1001/u],
    ['* f z(ohms)\n20 -1\n', 'value-out-of-range', /line 2: the impedance is -1/u],
    ['20 1\n40 2\n30 3\n', 'frequencies-unordered', /line 3: 30 Hz stands after the 40 Hz of line 2/u],
    ['40 1\n20 2\n30 3\n10 4\n', 'frequencies-unordered', /line 3: 30 Hz stands after the 20 Hz of line 2/u],
    ['20 1\n20 2\n', 'frequency-twice', /line 2: 20 Hz stands on line 1 too/u],
    ['0 1\n', 'curve-empty', /over 0 Hz/u],
    ['Frequency (Hz),Magnitude (V)\n20,1\n', 'unit-unknown', /line 1: the column "Magnitude \(V\)"/u],
    ['Frequency (rpm),Magnitude (dB),f (Hz)\n20,1,2\n', 'unit-unknown', /"Frequency \(rpm\)"/u],
  ])('[IO-READ-10] %j is refused as %s with its line', (text, code, message) => {
    expect(() => readCurve(text, 'a.txt')).toThrow(
      expect.objectContaining({ kind: 'data', code, message: expect.stringMatching(message) as string }),
    );
  });

  it('[IO-READ-11] turns a file round that runs downwards and takes equal rows once, and says so', () => {
    const { curve, remarks } = readCurve('100 3\n50 2\n50 2\n20 1\n', 'a.frd');
    expect(curve).toMatchObject({ frequenciesHz: [20, 50, 100], values: [1, 2, 3] });
    expect(remarks).toEqual([
      'the frequencies run downwards and were turned round',
      '1 row stands twice and was taken once',
    ]);
  });

  it('[IO-READ-10] is refused by its line before anything looks at it: a megabyte on one line', () => {
    for (const line of ['9'.repeat(1_000_000), ' '.repeat(1_000_000), `* Freq(Hz${'( '.repeat(500_000)}`])
      expect(() => readCurve(`20 1\n${line}\n`, 'a.txt')).toThrow(/line 2: it has \d+ characters/u);
  });

  it('[IO-READ-10] is refused where words have no end', () => {
    expect(() => readCurve('* Freq(Hz) (((((( SPL(dB)\n'.repeat(100_000), 'a.txt')).toThrow(
      'line 1001: there are more',
    );
  });

  it('[IO-READ-10] shows nothing of a file that would move a cursor', () => {
    expect(() => readCurve('20 1\n\u001b[2Jclear\n', 'a.txt')).toThrow('line 2: "\ufffd[2Jclear"');
  });
});
