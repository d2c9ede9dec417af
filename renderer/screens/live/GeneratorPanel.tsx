import type { SyntheticEvent } from 'react';
import type { Rig } from '../../../core/calibration/rig.ts';
import { dbFromRatio } from '../../../core/units/decibel.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import type { ErrorRecord } from '../../../core/errors.ts';
import type { RigListing } from '../../../electron/ipc/contract.ts';
import type { LivePreview } from '../../../electron/ipc/live.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import type { LiveState } from '../../state/liveState.ts';
import { text } from '../../text/english.ts';
import { SetUpFields, SignalFields } from './GeneratorFields.tsx';
import { LevelFields } from './LevelFields.tsx';
import { driveText } from './levelUnits.ts';
import type { GeneratorDraft, SetUpDraft } from './liveDraft.ts';

const words = text.live;

interface GeneratorPanelProps {
  readonly live: LiveState;
  readonly rigs: readonly RigListing[];
  readonly rigId: string;
  readonly setUp: SetUpDraft;
  readonly draft: GeneratorDraft;
  readonly preview: LivePreview | null;
  readonly rig: Rig | null;
  readonly inControl: boolean;
  /** What the form asks for is not what plays. */
  readonly changed: boolean;
  /** What the form asks for has been looked at by the engine. */
  readonly ready: boolean;
  /** Of the last thing that was asked for. */
  readonly problem: ErrorRecord | null;
  readonly onRig: (id: string) => void;
  readonly onSetUp: (setUp: SetUpDraft) => void;
  readonly onDraft: (draft: GeneratorDraft) => void;
  readonly onStart: () => void;
  readonly onApply: () => void;
  readonly onStop: () => void;
}

/** What the generator really does. */
function Playing({ live }: { readonly live: LiveState }) {
  const { session, output } = live;
  if (output === null) return null;
  const { driveRms, gainRatio, frequenciesHz } = output;
  const playing = driveRms > 0;
  const isDigital = session?.wiring.drive === 'digital';
  return (
    <dl className="pairs sect">
      {frequenciesHz.length === 0 || frequenciesHz.length > 2 ? null : (
        <div className="pair">
          <dt>{words.plays}</dt>
          <dd>{frequenciesHz.map((frequencyHz) => formatQuantity(frequencyHz, 'Hz', 7)).join(', ')}</dd>
        </div>
      )}
      <div className="pair">
        <dt>{words.drive}</dt>
        <dd>{playing ? driveText(driveRms, isDigital ? 'FS' : 'V', 4) : '–'}</dd>
      </div>
      <div className="pair">
        <dt>{isDigital ? words.atFullScale : words.gain}</dt>
        <dd>
          {gainRatio === null
            ? '–'
            : isDigital
              ? formatQuantity(gainRatio, 'V', 4)
              : formatQuantity(dbFromRatio(gainRatio), 'dB', 4)}
        </dd>
      </div>
      <div className="pair">
        <dt>{words.atOutput}</dt>
        <dd>{gainRatio === null || !playing ? '–' : formatQuantity(driveRms * gainRatio, 'V', 4)}</dd>
      </div>
    </dl>
  );
}

/** Volts and watts that are asked for, and the limits that the engine keeps. */
function Limits({ preview }: { readonly preview: LivePreview }) {
  const { outputVoltsRms, outputLimitVoltsRms, loadWatts, loadLimitWatts, driveLimitRms, driveUnit } = preview;
  return (
    <dl className="pairs sect">
      <div className="pair">
        <dt>{words.atOutput}</dt>
        <dd>
          <b>{outputVoltsRms === null ? words.limitAtMost : formatQuantity(outputVoltsRms, 'V', 3)}</b>{' '}
          <span className="dim">{text.verify.ofLimit(formatQuantity(outputLimitVoltsRms, 'V', 3))}</span>
        </dd>
      </div>
      {loadWatts === null || loadLimitWatts === null ? null : (
        <div className="pair">
          <dt>{words.inLoad}</dt>
          <dd>
            <b>{formatQuantity(loadWatts, 'W', 3)}</b>{' '}
            <span className="dim">{text.verify.ofLimit(formatQuantity(loadLimitWatts, 'W', 3))}</span>
          </dd>
        </div>
      )}
      <div className="pair">
        <dt>{words.driveLimit}</dt>
        <dd className="dim">{text.verify.ofLimit(driveText(driveLimitRms, driveUnit, 3))}</dd>
      </div>
    </dl>
  );
}

/** Signal and level, with what they come to; Start, and the Stop that takes its place. */
export function GeneratorPanel(props: GeneratorPanelProps) {
  const { live, rigs, rigId, setUp, draft, preview, rig, inControl, changed, ready, problem } = props;
  const { session, output } = live;
  const state = session === null ? 'closed' : (output?.state ?? 'silent');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (session === null) props.onStart();
    else props.onApply();
  };
  return (
    <form className="panel generator-panel" aria-label={words.generator} onSubmit={submit}>
      <div className="head">
        <h2>{words.generator}</h2>
        <div className="end" role="status">
          <span className={`led ${state === 'on' || state === 'rising' ? 'on' : ''}`} />
          <span data-state={state}>{words.states[state]}</span>
        </div>
      </div>
      <div className="body generator-form" tabIndex={0} role="group" aria-label={words.signal}>
        {session === null ? (
          <fieldset className="sect" disabled={!inControl}>
            <legend className="hidden">{words.setUp}</legend>
            <SetUpFields
              setUp={setUp}
              rigs={rigs}
              rigId={rigId}
              hasDigitalInput={rig?.digitalOutput !== undefined}
              onSetUp={props.onSetUp}
              onRig={props.onRig}
            />
          </fieldset>
        ) : null}
        <fieldset className="sect" disabled={!inControl}>
          <legend className="hidden">{words.signal}</legend>
          <SignalFields draft={draft} onDraft={props.onDraft} />
        </fieldset>
        {draft.signal === 'off' ? null : (
          <fieldset className="sect" disabled={!inControl}>
            <legend className="hidden">{words.level}</legend>
            <LevelFields draft={draft} drive={setUp.drive} rig={rig} onDraft={props.onDraft} />
          </fieldset>
        )}
        <Playing live={live} />
        {preview === null ? null : <Limits preview={preview} />}
        <ErrorNote error={output?.error ?? problem ?? live.error} />
      </div>
      <div className="foot">
        {session === null ? (
          <>
            <button type="submit" className="button go high" disabled={!inControl || !ready}>
              {words.start}
            </button>
            <p className="note dim">
              {inControl ? words.startNotes[preview?.driveUnit ?? 'V'] : text.verify.notInControl}
            </p>
          </>
        ) : (
          <>
            <button type="submit" className="button wide" disabled={!inControl || !changed}>
              {words.apply} <kbd aria-hidden="true">{text.run.goKey}</kbd>
            </button>
            <button type="button" className="button stop" onClick={props.onStop}>
              {text.stop} <kbd>{text.stopKey}</kbd>
            </button>
          </>
        )}
      </div>
    </form>
  );
}
