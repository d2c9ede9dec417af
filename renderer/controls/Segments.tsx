import { useId } from 'react';

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly values: readonly (readonly [value: Value, label: string])[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}

/** One of a few choices, all of them in sight. */
export function Segments<Value extends string>({ label, values, value, onChoose }: SegmentsProps<Value>) {
  const name = useId();
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {values.map(([each, words]) => (
        <label key={each} className={each === value ? 'on' : ''}>
          <input
            type="radio"
            name={name}
            checked={each === value}
            onChange={() => {
              onChoose(each);
            }}
          />
          {words}
        </label>
      ))}
    </div>
  );
}
