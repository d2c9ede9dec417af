import { useId } from 'react';
import type { RigProblem } from '../../../electron/ipc/rigCalls.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { text } from '../../text/english.ts';
import { pathOf, valueAt, withValue, type RigDraft } from './rigDraft.ts';

const words = text.rig.form;

/** How a field of a rig is typed. */
export type FieldSort =
  | { readonly sort: 'text'; readonly list?: string }
  /** `scale`: typed number per number kept; per cent are kept as shares. */
  | { readonly sort: 'number'; readonly unit: string; readonly scale?: number }
  | { readonly sort: 'choice'; readonly values: readonly (string | null)[] }
  | { readonly sort: 'flag' };

interface DraftFieldProps {
  readonly draft: RigDraft;
  /** Path with dots: `output.balanced`. */
  readonly place: string;
  readonly label: string;
  readonly field: FieldSort;
  readonly problems: readonly RigProblem[];
  readonly onDraft: (draft: RigDraft) => void;
}

const choiceLabel = (value: string | null, sort: string): string =>
  value === null
    ? sort === 'hostApi'
      ? words.choices['any']
      : words.choices['unknown']
    : (words.choices[value] ?? value);

/** One field of a rig, with what is wrong with it under it. */
export function DraftField({ draft, place, label, field, problems, onDraft }: DraftFieldProps) {
  const id = useId();
  const path = pathOf(place);
  const value = valueAt(draft, path);
  const own = problems.filter((problem) => problem.place === place);
  const change = (given: unknown): void => {
    onDraft(withValue(draft, path, given));
  };
  const note =
    own.length === 0 ? null : (
      <p id={`${id}-problem`} className="field-problem">
        {own.map(({ message }) => message).join('; ')}
      </p>
    );
  const marks = own.length === 0 ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-problem` };
  switch (field.sort) {
    case 'number': {
      const scale = field.scale ?? 1;
      return (
        <div className={own.length === 0 ? '' : 'has-problem'}>
          <NumberField
            label={label}
            unit={field.unit}
            value={typeof value === 'number' ? Number((value * scale).toPrecision(12)) : null}
            onChange={(given) => {
              change(given === null ? null : Number((given / scale).toPrecision(12)));
            }}
          />
          {note}
        </div>
      );
    }
    case 'text':
      return (
        <div className="field">
          <label htmlFor={id}>{label}</label>
          <input
            id={id}
            className="input"
            list={field.list}
            value={typeof value === 'string' ? value : ''}
            onChange={(event) => {
              change(event.target.value);
            }}
            {...marks}
          />
          {note}
        </div>
      );
    case 'choice':
      return (
        <div className="field">
          <label htmlFor={id}>{label}</label>
          <select
            id={id}
            value={typeof value === 'string' ? value : ''}
            onChange={(event) => {
              const isNone = event.target.value === '';
              // An optional field goes away, a nullable one is null
              change(isNone ? (place.endsWith('hostApi') ? null : undefined) : event.target.value);
            }}
            {...marks}
          >
            {field.values.map((each) => (
              <option key={each ?? ''} value={each ?? ''}>
                {choiceLabel(each, place.split('.').at(-1) ?? '')}
              </option>
            ))}
          </select>
          {note}
        </div>
      );
    case 'flag':
      return (
        <label className="check">
          <input
            type="checkbox"
            checked={value === true}
            onChange={(event) => {
              change(event.target.checked);
            }}
          />
          {label}
        </label>
      );
  }
}
