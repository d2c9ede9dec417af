import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findHeadphones } from '../../core/headphone/findHeadphone.ts';
import { headphonesOf } from '../../core/headphone/headphoneLibrary.ts';
import { headphoneLibrarySchema } from '../../core/headphone/headphoneSchema.ts';
import { dbPerVoltFromDbPerMilliwatt } from '../../core/headphone/sensitivity.ts';
import { expectClose } from '../expectClose.ts';

const raw: unknown = JSON.parse(readFileSync(new URL('../../cards/headphones.json', import.meta.url), 'utf8'));
const file = headphoneLibrarySchema.parse(raw);
const headphones = headphonesOf(file);
const namesOf = (query: string): readonly string[] => findHeadphones(headphones, query).map(({ name }) => name);
const [first] = file.headphones;

describe('the library of headphones', () => {
  it('[PAIR-3] has no two of one name', () => {
    expect(new Set(headphones.map(({ name }) => name.toLowerCase().replaceAll(' ', ''))).size).toBe(headphones.length);
  });

  it.each(file.headphones.filter(({ publishedAs }) => publishedAs !== 'both'))(
    '[PAIR-3] $name has two sensitivities that are one, rounded',
    ({ sensitivityDbPerVolt, sensitivityDbPerMilliwatt, nominalOhms }) => {
      expectClose(sensitivityDbPerVolt, dbPerVoltFromDbPerMilliwatt(sensitivityDbPerMilliwatt, nominalOhms), {
        within: 0.1,
        unit: 'dB',
        because: 'the derived figure is rounded to 0.1 dB, and some sources round it again',
      });
    },
  );

  it('[PAIR-3] gives both readings where the reference is in doubt, and where two published figures disagree', () => {
    const doubtful = headphones.filter(({ sensitivity }) => sensitivity.length > 1).map(({ name }) => name);
    expect(doubtful).toEqual(['Beyerdynamic DT 700 Pro X', 'Sennheiser HD600']);
    const [hd600] = findHeadphones(headphones, 'HD600');
    expect(hd600.sensitivity[0].dbPerVolt).toBe(97);
    expect(hd600.sensitivity[1].text).toContain('102.8 dB at 1 V');
  });

  it('[PAIR-6] knows impedances with their source, and says where the least is only nominal', () => {
    expect(findHeadphones(headphones, 'Focal Clear')[0].impedance).toEqual({
      minOhms: 59.2,
      maxOhms: 320,
      peakHz: 51,
      minIsNominal: false,
      source: 'hifinews.com/content/focal-clear-headphones-lab-report',
    });
    expect(findHeadphones(headphones, 'hd 600')[0].impedance).toMatchObject({ minIsNominal: true, maxOhms: 600 });
    expect(findHeadphones(headphones, 'LCD-1')[0]).toMatchObject({ nominalOhms: null, sensitivity: [] });
  });

  it.each([
    ['a sensitivity out of this world', { sensitivityDbPerVolt: 1e6 }],
    ['no ohms', { nominalOhms: 0 }],
    ['an unknown reference', { publishedAs: 'dB' }],
    ['no source', { source: '' }],
    ['a key nobody knows', { sensitivity: 100 }],
  ])('[PAIR-10] is refused with %s', (_, wrong) => {
    expect(headphoneLibrarySchema.safeParse({ ...file, headphones: [{ ...first, ...wrong }] }).success).toBe(false);
  });

  it('[PAIR-10] is refused with a peak below the least impedance, or without a least', () => {
    const refused = (entry: object): boolean =>
      !headphoneLibrarySchema.safeParse({ ...file, impedanceCurves: [{ name: 'x', source: 'y', ...entry }] }).success;
    expect(refused({ minOhms: 60, peakOhms: 50 })).toBe(true);
    expect(refused({ peakOhms: 50 })).toBe(true);
    expect(refused({ minOhms: 40, peakOhms: 50 })).toBe(false);
  });
});

describe('a name', () => {
  it.each([
    ['focal clear', 'Focal Clear'],
    ['clear', 'Focal Clear'],
    ['Clear MG', 'Focal Clear Mg'],
    ['hd-600', 'Sennheiser HD600'],
    ['Sennheiser HD 600', 'Sennheiser HD600'],
    ['lcd-x', 'Audeze LCD-X'],
    ['m50x', 'Audio-Technica ATH-M50x'],
    ['dt 990', 'Beyerdynamic DT990 Pro'],
    ['pro 1990 dt', 'Beyerdynamic DT 1990 Pro'],
    ['DT880', 'Beyerdynamic DT880 (600Ω)'],
  ])('[PAIR-11] "%s" is the %s', (query, name) => {
    expect(namesOf(query)).toEqual([name]);
  });

  it('[PAIR-11] that fits several names all of them', () => {
    expect(namesOf('stealth')).toEqual(['Dan Clark Audio Stealth', 'HiFiMAN Arya Stealth']);
    expect(namesOf('meze')).toHaveLength(3);
  });

  it.each(['', '  ', '?!', 'hd60', 'hd 80', 'no such thing', 'x'.repeat(100_000), '$&.*', '\u0000'])(
    '[PAIR-11] %j is of none',
    (query) => {
      expect(namesOf(query)).toEqual([]);
    },
  );
});
