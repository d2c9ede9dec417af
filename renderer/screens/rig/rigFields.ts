import type { FieldSort } from './DraftField.tsx';

const volts: FieldSort = { sort: 'number', unit: 'V' };
const ohms: FieldSort = { sort: 'number', unit: 'Ω' };
const percent: FieldSort = { sort: 'number', unit: '%', scale: 100 };
const count: FieldSort = { sort: 'number', unit: '' };
const flag: FieldSort = { sort: 'flag' };
export const FORMATS: FieldSort = { sort: 'choice', values: ['float32', 'int16', 'int24', 'int32'] };

export const OUTPUT_LIST = 'rig-output-devices';
export const INPUT_LIST = 'rig-input-devices';

type Fields = readonly (readonly [place: string, field: FieldSort])[];

/** The fields of a rig that stand alone, in their sections. */
export const RIG_SECTIONS: Readonly<Record<'output' | 'input' | 'limits', Fields>> = {
  output: [
    ['output.fullScaleVoltsRms', volts],
    ['output.relativeUncertainty', percent],
    ['output.sourceOhms', ohms],
    ['output.maxVoltsRms', volts],
    ['output.balanced', flag],
  ],
  input: [
    ['input.fullScaleVoltsRms', volts],
    ['input.relativeUncertainty', percent],
    ['input.inputOhms', ohms],
    ['input.dividerRatio', count],
    ['input.maxVoltsRms', volts],
    ['input.coupling', { sort: 'choice', values: [null, 'ac', 'dc'] }],
    ['input.balanced', flag],
  ],
  limits: [
    ['limits.outputVoltsRms', volts],
    ['limits.loadRatingShare', percent],
    ['cableOhms', ohms],
  ],
};

/** @param hostApis as the driver lists them */
export const identityFields = (hostApis: readonly string[]): Fields => [
  ['id', { sort: 'text' }],
  ['name', { sort: 'text' }],
  ['driver', { sort: 'choice', values: ['portaudio', 'naudiodon'] }],
  ['hostApi', { sort: 'choice', values: [null, ...hostApis] }],
  ['outputDevice', { sort: 'text', list: OUTPUT_LIST }],
  ['inputDevice', { sort: 'text', list: INPUT_LIST }],
  ['sampleRateHz', { sort: 'number', unit: 'Hz' }],
  ['format', FORMATS],
  ['clock', { sort: 'choice', values: ['shared', 'separate'] }],
];

export const CHANNEL_COLUMNS: Fields = [
  ['name', { sort: 'text' }],
  ['outputChannel', count],
  ['inputChannel', count],
];
export const LOAD_COLUMNS: Fields = [
  ['ohms', ohms],
  ['relativeTolerance', percent],
  ['ratedWatts', { sort: 'number', unit: 'W' }],
];
export const SERIES_COLUMNS: Fields = LOAD_COLUMNS.slice(0, 2);
export const REFERENCE_COLUMNS: Fields = CHANNEL_COLUMNS.slice(1);
export const HEADPHONE_COLUMNS: Fields = [
  ['name', { sort: 'text' }],
  ['dbSplPerVolt', { sort: 'number', unit: 'dB SPL/V' }],
  ['maxSplDb', { sort: 'number', unit: 'dB SPL' }],
];
export const DIGITAL_COLUMNS: Fields = [
  ['device', { sort: 'text', list: OUTPUT_LIST }],
  ['format', FORMATS],
  ['channels.0', count],
  ['channels.1', count],
  ['maxFullScale', percent],
];
