import { useState } from 'react';
import type { Rig } from '../../../core/calibration/rig.ts';
import type { DriverListing } from '../../../electron/ipc/contract.ts';
import type { RigProblem } from '../../../electron/ipc/rigCalls.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { text } from '../../text/english.ts';
import { useMachineDevices } from './useMachineDevices.ts';
import { Fields, Optional, Rows, Section } from './DraftParts.tsx';
import {
  draftOf,
  NEW_CHANNEL,
  NEW_DIGITAL,
  NEW_HEADPHONE,
  NEW_LOAD,
  NEW_REFERENCE,
  NEW_SERIES,
  type RigDraft,
} from './rigDraft.ts';
import {
  CHANNEL_COLUMNS,
  DIGITAL_COLUMNS,
  HEADPHONE_COLUMNS,
  identityFields,
  INPUT_LIST,
  LOAD_COLUMNS,
  OUTPUT_LIST,
  REFERENCE_COLUMNS,
  RIG_SECTIONS,
  SERIES_COLUMNS,
} from './rigFields.ts';

const words = text.rig.form;

function DeviceNames({ listings }: { readonly listings: readonly DriverListing[] }) {
  const named = listings.flatMap(({ devices }) => devices);
  const names = (able: typeof named): readonly string[] => [...new Set(able.map(({ name }) => name))];
  return (
    <>
      <datalist id={OUTPUT_LIST}>
        {names(named.filter(({ maxOutputChannels }) => maxOutputChannels > 0)).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={INPUT_LIST}>
        {names(named.filter(({ maxInputChannels }) => maxInputChannels > 0)).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

interface RigFormProps {
  readonly rig: Rig;
  readonly onSaved: (rigId: string) => void;
}

/** All that is known of a rig, to be typed; the engine says what cannot be, and it stands at its field. */
export function RigForm({ rig, onSaved }: RigFormProps) {
  const { calls, inControl } = useBenchAccess();
  const listings = useMachineDevices();
  const { attempt, error } = useAttempt(calls);
  const [draft, setDraft] = useState<RigDraft>(() => draftOf(rig));
  const [problems, setProblems] = useState<readonly RigProblem[]>([]);
  const [saved, setSaved] = useState(false);
  const props = {
    draft,
    problems,
    onDraft: (changed: RigDraft) => {
      setDraft(changed);
      setSaved(false);
    },
  };
  const save = (): void => {
    attempt(async (bench) => {
      const found = await bench.checkRig(draft);
      setProblems(found);
      if (found.length > 0) return;
      // Checked just now, and once more at the door
      const checked = draft as unknown as Rig;
      await bench.saveRig(checked);
      setSaved(true);
      onSaved(checked.id);
    });
  };
  return (
    <form
      className="panel rig-form"
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="head">
        <h2>{words.title}</h2>
        <span className="sub" role="status">
          {saved ? words.saved : problems.length > 0 ? words.problems(problems.length) : ''}
        </span>
        <div className="end">
          <button type="submit" className="button strong" disabled={!inControl}>
            {words.save}
          </button>
        </div>
      </div>
      <ErrorNote error={error} />
      <div className="body" tabIndex={0} role="group" aria-label={words.title}>
        {rig.driver === 'simulated' ? <p className="sect note dim">{words.reserved}</p> : null}
        <DeviceNames listings={listings} />
        <Section title={words.sections.identity}>
          <Fields fields={identityFields(listings.flatMap(({ hostApis }) => hostApis))} {...props} />
        </Section>
        {(['output', 'input', 'limits'] as const).map((name) => (
          <Section key={name} title={words.sections[name]}>
            <Fields fields={RIG_SECTIONS[name]} {...props} />
          </Section>
        ))}
        <Optional
          place="limits.headphone"
          title={words.sections.headphone}
          columns={HEADPHONE_COLUMNS}
          fresh={NEW_HEADPHONE}
          absent={undefined}
          {...props}
        />
        <Rows
          place="channels"
          title={words.sections.channels}
          columns={CHANNEL_COLUMNS}
          fresh={NEW_CHANNEL}
          {...props}
        />
        <Rows place="loads" title={words.sections.loads} columns={LOAD_COLUMNS} fresh={NEW_LOAD} {...props} />
        <Optional
          place="seriesResistor"
          title={words.sections.series}
          columns={SERIES_COLUMNS}
          fresh={NEW_SERIES}
          absent={null}
          {...props}
        />
        <Optional
          place="timeReference"
          title={words.sections.reference}
          columns={REFERENCE_COLUMNS}
          fresh={NEW_REFERENCE}
          absent={null}
          {...props}
        />
        <Optional
          place="digitalOutput"
          title={words.sections.digital}
          columns={DIGITAL_COLUMNS}
          fresh={NEW_DIGITAL}
          absent={undefined}
          {...props}
        />
      </div>
    </form>
  );
}
