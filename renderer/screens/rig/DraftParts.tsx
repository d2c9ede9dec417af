import type { ReactNode } from 'react';
import type { RigProblem } from '../../../electron/ipc/rigCalls.ts';
import { text } from '../../text/english.ts';
import { DraftField, type FieldSort } from './DraftField.tsx';
import { pathOf, valueAt, withValue, type RigDraft } from './rigDraft.ts';

const words = text.rig.form;

export interface DraftProps {
  readonly draft: RigDraft;
  readonly problems: readonly RigProblem[];
  readonly onDraft: (draft: RigDraft) => void;
}

type Fields = readonly (readonly [place: string, field: FieldSort])[];

const columnLabel = (column: string): string => words.columns[column.split('.').at(-1) ?? column];

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="sect rig-section">
      <legend className="label">{title}</legend>
      {children}
    </fieldset>
  );
}

/** Fields that stand alone. */
export function Fields({ fields, ...props }: DraftProps & { readonly fields: Fields }) {
  return (
    <div className="fields rig-fields">
      {fields.map(([place, field]) => (
        <DraftField key={place} place={place} field={field} label={words.fields[place]} {...props} />
      ))}
    </div>
  );
}

/** A list of alike things, each a row, to which one can be added and from which each can be taken. */
export function Rows({
  place,
  title,
  columns,
  fresh,
  ...props
}: DraftProps & { readonly place: string; readonly title: string; readonly columns: Fields; readonly fresh: object }) {
  const { draft, problems, onDraft } = props;
  const value = valueAt(draft, pathOf(place));
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <Section title={title}>
      {rows.map((_, index) => (
        <div key={index} className="rig-row" role="group" aria-label={`${title} ${index + 1}`}>
          {columns.map(([column, field]) => (
            <DraftField
              key={column}
              place={`${place}.${index}.${column}`}
              field={field}
              label={columnLabel(column)}
              {...props}
            />
          ))}
          <button
            type="button"
            className="button small"
            aria-label={words.remove(title, index + 1)}
            onClick={() => {
              onDraft(
                withValue(
                  draft,
                  pathOf(place),
                  rows.filter((_row, at) => at !== index),
                ),
              );
            }}
          >
            {words.removeShort}
          </button>
        </div>
      ))}
      {problems.some((problem) => problem.place === place) ? (
        <p className="field-problem">
          {problems.filter((problem) => problem.place === place).map(({ message }) => message)}
        </p>
      ) : null}
      <div className="buttons">
        <button
          type="button"
          className="button small"
          onClick={() => {
            onDraft(withValue(draft, pathOf(place), [...rows, fresh]));
          }}
        >
          {words.add(title)}
        </button>
      </div>
    </Section>
  );
}

/** Something a rig may have or not. */
export function Optional({
  place,
  title,
  columns,
  fresh,
  absent,
  ...props
}: DraftProps & {
  readonly place: string;
  readonly title: string;
  readonly columns: Fields;
  readonly fresh: object;
  /** What stands for not having it. */
  readonly absent: null | undefined;
}) {
  const { draft, onDraft } = props;
  const value = valueAt(draft, pathOf(place));
  const has = value !== null && value !== undefined;
  return (
    <Section title={title}>
      <label className="check">
        <input
          type="checkbox"
          checked={has}
          onChange={(event) => {
            onDraft(withValue(draft, pathOf(place), event.target.checked ? fresh : absent));
          }}
        />
        {words.has}
      </label>
      {has ? (
        <div className="fields rig-fields">
          {columns.map(([column, field]) => (
            <DraftField
              key={column}
              place={`${place}.${column}`}
              field={field}
              label={columnLabel(column)}
              {...props}
            />
          ))}
        </div>
      ) : null}
    </Section>
  );
}
