import { useState } from 'react';
import type { KindListing, RigListing } from '../../../electron/ipc/contract.ts';
import type { MeasurementRequest } from '../../../core/run/measurement.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { Segments } from '../../controls/Segments.tsx';
import { text } from '../../text/english.ts';
import { SettingsForm, settingsOf, type DraftSettings } from './SettingsForm.tsx';

const words = text.sweeps;

/** A measurement as it is being put together. */
export interface Draft {
  readonly kind: KindListing['kind'];
  readonly settings: DraftSettings;
  readonly path: MeasurementRequest['path'];
  readonly outputVoltsRms: number | null;
  readonly loadOhms: number | null;
}

/** The request a draft stands for; null where its level is missing. */
export function requestOf(draft: Draft, kind: KindListing): MeasurementRequest | null {
  const { path, outputVoltsRms, loadOhms } = draft;
  if (outputVoltsRms === null) return null;
  const settings = settingsOf(draft.settings, kind.options);
  // Where the load is part of the method it is a setting; elsewhere it just hangs on the output.
  const isSetting = kind.roles.includes('loaded');
  const withLoad = isSetting && loadOhms !== null ? { ...settings, loadOhms } : settings;
  const hanging = path === 'loopback' || isSetting ? null : loadOhms;
  return { kind: draft.kind, settings: withLoad, path, outputVoltsRms, loadOhms: hanging };
}

function KindList({
  kinds,
  chosen,
  onChoose,
}: {
  readonly kinds: readonly KindListing[];
  readonly chosen: string;
  readonly onChoose: (kind: KindListing['kind']) => void;
}) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown = kinds.filter(({ kind, title }) => `${kind} ${title}`.toLowerCase().includes(wanted));
  return (
    <>
      <div className="search">
        <input
          className="input"
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
          }}
        />
      </div>
      <ul className="body pick" aria-label={words.kinds}>
        {shown.map(({ kind, title }) => (
          <li key={kind}>
            <button
              type="button"
              aria-pressed={kind === chosen}
              onClick={() => {
                onChoose(kind);
              }}
            >
              <span>{title}</span> <span className="mono faint note">{kind}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

interface MeasurePanelProps {
  readonly kinds: readonly KindListing[];
  readonly rig: RigListing | undefined;
  readonly draft: Draft;
  readonly disabled: boolean;
  readonly onDraft: (draft: Draft) => void;
}

/** Which measurement, with which options, through what, how loud. */
export function MeasurePanel({ kinds, rig, draft, disabled, onDraft }: MeasurePanelProps) {
  const kind = kinds.find((each) => each.kind === draft.kind);
  return (
    <section className="panel" aria-label={words.kinds}>
      <div className="head">
        <h1>{words.kinds}</h1>
      </div>
      <KindList
        kinds={kinds}
        chosen={draft.kind}
        onChoose={(chosen) => {
          onDraft({ ...draft, kind: chosen, settings: {} });
        }}
      />
      <fieldset className="sect options-form" disabled={disabled}>
        <legend className="hidden">{words.options}</legend>
        <Segments
          label={words.path}
          values={[
            ['dut', words.paths.dut],
            ['loopback', words.paths.loopback],
          ]}
          value={draft.path}
          onChoose={(path) => {
            onDraft({ ...draft, path });
          }}
        />
        <div className="fields">
          <NumberField
            label={words.outputVolts}
            unit="V"
            min={0}
            step={0.1}
            value={draft.outputVoltsRms}
            onChange={(outputVoltsRms) => {
              onDraft({ ...draft, outputVoltsRms });
            }}
          />
          <label className="field">
            {words.load}
            <select
              value={draft.loadOhms ?? ''}
              disabled={draft.path === 'loopback'}
              onChange={(event) => {
                onDraft({ ...draft, loadOhms: event.target.value === '' ? null : Number(event.target.value) });
              }}
            >
              <option value="">{words.noLoad}</option>
              {(rig?.loadsOhms ?? []).map((ohms) => (
                <option key={ohms} value={ohms}>
                  {formatQuantity(ohms, 'ohm')}
                </option>
              ))}
            </select>
          </label>
        </div>
        {kind === undefined ? null : (
          <SettingsForm
            options={kind.options}
            draft={draft.settings}
            onChange={(settings) => {
              onDraft({ ...draft, settings });
            }}
          />
        )}
      </fieldset>
    </section>
  );
}
