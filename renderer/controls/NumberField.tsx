import { NumberInput } from '@mantine/core';
import { useId } from 'react';

interface NumberFieldProps {
  readonly label: string;
  readonly unit: string;
  /** Null: left empty. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly placeholder?: string;
  readonly hint?: string;
  readonly disabled?: boolean;
}

/** A number with its unit; the arrow keys step it, an empty field is null. */
export function NumberField(props: NumberFieldProps) {
  const { label, unit, value, onChange, min, max, step = 1, placeholder = '', hint, disabled = false } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {hint === undefined ? null : <span className="hint">{hint}</span>}
      </label>
      <div className="with-unit">
        <NumberInput
          id={id}
          classNames={{ input: 'input' }}
          hideControls
          value={value ?? ''}
          onChange={(given) => {
            onChange(typeof given === 'number' ? given : given === '' ? null : Number(given));
          }}
          step={step}
          {...(min === undefined ? {} : { min })}
          {...(max === undefined ? {} : { max })}
          placeholder={placeholder}
          disabled={disabled}
          allowedDecimalSeparators={['.', ',']}
        />
        <span className="unit" aria-hidden="true">
          {unit}
        </span>
      </div>
    </div>
  );
}
