import { useId } from 'react';
import type { MeasureSettings } from '../../../core/measure/settings.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { text } from '../../text/english.ts';
import { numbersFrom, SETTING_FIELDS, type SettingField } from './settingFields.ts';

type Key = keyof MeasureSettings;
/** As typed; null: the kind's own default. */
export type DraftSettings = Readonly<Partial<Record<Key, string | number | readonly (number | null)[] | null>>>;

const words = text.sweeps;

/** The settings of a draft; what is left empty is left out. */
export function settingsOf(draft: DraftSettings, options: readonly Key[]): MeasureSettings {
  const given = options.flatMap((key): (readonly [Key, unknown])[] => {
    const value = draft[key];
    const field = SETTING_FIELDS[key];
    if (field === undefined || value === undefined || value === null || value === '') return [];
    if (field.sort === 'list' && typeof value === 'string') return [[key, numbersFrom(value)]];
    if (Array.isArray(value)) return value.every((each) => each !== null) ? [[key, value]] : [];
    return [[key, value]];
  });
  return Object.fromEntries(given);
}

interface FieldProps<Field extends SettingField> {
  readonly field: Field;
  readonly value: DraftSettings[Key];
  readonly onChange: (value: DraftSettings[Key]) => void;
}

function ListField({ field, value, onChange }: FieldProps<Extract<SettingField, { sort: 'list' }>>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {field.label}, {field.unit} <span className="hint">{words.listHint}</span>
      </label>
      <input
        id={id}
        className="input"
        value={typeof value === 'string' ? value : ''}
        placeholder={words.optionDefault}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </div>
  );
}

function ChoiceField({ field, value, onChange }: FieldProps<Extract<SettingField, { sort: 'choice' }>>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{field.label}</label>
      <select
        id={id}
        value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
        onChange={(event) => {
          onChange(field.choices.find(([each]) => String(each) === event.target.value)?.[0] ?? null);
        }}
      >
        <option value="">{words.optionDefault}</option>
        {field.choices.map(([each, label]) => (
          <option key={each} value={String(each)}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

function RangeField({ field, value, onChange }: FieldProps<Extract<SettingField, { sort: 'range' }>>) {
  const [from, to] = Array.isArray(value) ? (value as readonly (number | null)[]) : [null, null];
  return (
    <>
      <NumberField
        label={`${field.label} ${words.from}`}
        unit={field.unit}
        value={from}
        placeholder={words.optionDefault}
        onChange={(given) => {
          onChange([given, to]);
        }}
      />
      <NumberField
        label={`${field.label} ${words.to}`}
        unit={field.unit}
        value={to}
        placeholder={words.optionDefault}
        onChange={(given) => {
          onChange([from, given]);
        }}
      />
    </>
  );
}

/** The options of a kind of measurement; an empty one takes the kind's default. */
export function SettingsForm({
  options,
  draft,
  onChange,
}: {
  readonly options: readonly Key[];
  readonly draft: DraftSettings;
  readonly onChange: (draft: DraftSettings) => void;
}) {
  return (
    <div className="fields">
      {options.map((key) => {
        const field = SETTING_FIELDS[key];
        if (field === undefined) return null;
        const value = draft[key];
        const change = (given: DraftSettings[Key]): void => {
          onChange({ ...draft, [key]: given });
        };
        switch (field.sort) {
          case 'number':
            return (
              <NumberField
                key={key}
                label={field.label}
                unit={field.unit}
                value={typeof value === 'number' ? value : null}
                placeholder={words.optionDefault}
                onChange={change}
              />
            );
          case 'list':
            return <ListField key={key} field={field} value={value} onChange={change} />;
          case 'range':
            return <RangeField key={key} field={field} value={value} onChange={change} />;
          case 'choice':
            return <ChoiceField key={key} field={field} value={value} onChange={change} />;
        }
      })}
    </div>
  );
}
