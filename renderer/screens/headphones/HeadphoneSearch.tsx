import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useId, useState } from 'react';
import type { HeadphoneListing } from '../../../electron/ipc/contract.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import { useBenchAccess } from '../../state/benchContext.ts';
import { text } from '../../text/english.ts';

const words = text.headphones;
const PAUSE_MS = 150;

/** A headphone by its name, found as it is typed. */
export function HeadphoneSearch({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (name: string) => void;
}) {
  const { calls } = useBenchAccess();
  const [found, setFound] = useState<readonly HeadphoneListing[]>([]);
  const [asked] = useDebouncedValue(value, PAUSE_MS);
  const id = useId();
  useEffect(() => {
    if (calls === null) return undefined;
    let current = true;
    calls.headphones(asked).then(
      (listed) => {
        if (current) setFound(listed);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [calls, asked]);
  const byName = new Map(found.map((each) => [each.name, each]));
  return (
    <div className="field search-field">
      <label htmlFor={id}>
        {words.search} <span className="hint">{words.searchHint}</span>
      </label>
      <Autocomplete
        id={id}
        classNames={{ input: 'input', dropdown: 'options', option: 'option' }}
        comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
        data={[...byName.keys()]}
        filter={({ options }) => options}
        limit={30}
        value={value}
        onChange={onChange}
        renderOption={({ option }) => {
          const ohms = byName.get(option.value)?.nominalOhms ?? null;
          return (
            <>
              <span>{option.value}</span>
              <span className="faint">{ohms === null ? '' : formatQuantity(ohms, 'ohm')}</span>
            </>
          );
        }}
      />
    </div>
  );
}
