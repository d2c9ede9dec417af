import type { RigListing } from '../../../electron/ipc/contract.ts';
import { formatQuantity } from '../../../core/units/format.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { Segments } from '../../controls/Segments.tsx';
import { text } from '../../text/english.ts';
import { FIRST_SET_UP, type GeneratorDraft, type SetUpDraft } from './liveDraft.ts';

const words = text.live;

interface SignalFieldsProps {
  readonly draft: GeneratorDraft;
  readonly onDraft: (draft: GeneratorDraft) => void;
}

/** The numbers a signal is made of. */
function SignalNumbers({ draft, onDraft }: SignalFieldsProps) {
  const number = (label: string, key: 'frequencyHz' | 'secondHz' | 'lowHz' | 'highHz' | 'ratio', unit = 'Hz') => (
    <NumberField
      label={label}
      unit={unit}
      min={key === 'ratio' ? 0.01 : 1}
      step={key === 'ratio' ? 1 : 10}
      value={draft[key]}
      onChange={(value) => {
        onDraft({ ...draft, [key]: value });
      }}
    />
  );
  switch (draft.signal) {
    case 'sine':
    case 'square':
      return number(words.frequency, 'frequencyHz');
    case 'two-tone':
      return (
        <>
          <div className="fields">
            {number(words.first, 'frequencyHz')}
            {number(words.second, 'secondHz')}
          </div>
          {number(words.ratio, 'ratio', ': 1')}
        </>
      );
    case 'sweep':
      return (
        <div className="fields">
          {number(words.from, 'lowHz')}
          {number(words.to, 'highHz')}
        </div>
      );
    case 'noise':
      return (
        <Segments
          label={words.colour}
          values={[
            ['pink', words.colours.pink],
            ['white', words.colours.white],
          ]}
          value={draft.colour}
          onChoose={(colour) => {
            onDraft({ ...draft, colour });
          }}
        />
      );
    case 'off':
    case 'multitone':
      return null;
  }
}

const SNAPPED: ReadonlySet<GeneratorDraft['signal']> = new Set(['sine', 'square', 'two-tone']);

/** What is played: signal, frequencies, channels. */
export function SignalFields({ draft, onDraft }: SignalFieldsProps) {
  return (
    <>
      <label className="field">
        {words.signal}
        <select
          value={draft.signal}
          onChange={(event) => {
            const kinds = Object.keys(words.signals) as GeneratorDraft['signal'][];
            onDraft({ ...draft, signal: kinds.find((kind) => kind === event.target.value) ?? 'sine' });
          }}
        >
          {Object.entries(words.signals).map(([kind, label]) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <SignalNumbers draft={draft} onDraft={onDraft} />
      {SNAPPED.has(draft.signal) ? (
        <label className="check">
          <input
            type="checkbox"
            checked={draft.snap}
            onChange={(event) => {
              onDraft({ ...draft, snap: event.target.checked });
            }}
          />
          {words.snap}
        </label>
      ) : null}
      {draft.signal === 'off' ? null : (
        <Segments
          label={words.channels}
          values={(['both', 'left', 'right'] as const).map((each) => [each, words.channel[each]] as const)}
          value={draft.channels}
          onChoose={(channels) => {
            onDraft({ ...draft, channels });
          }}
        />
      )}
    </>
  );
}

interface SetUpFieldsProps {
  readonly setUp: SetUpDraft;
  readonly rigs: readonly RigListing[];
  readonly rigId: string;
  /** The rig can drive the unit's digital input. */
  readonly hasDigitalInput: boolean;
  readonly onSetUp: (setUp: SetUpDraft) => void;
  readonly onRig: (id: string) => void;
}

/** Where it is played: rig, path, load. It holds as long as the analyzer is open. */
export function SetUpFields({ setUp, rigs, rigId, hasDigitalInput, onSetUp, onRig }: SetUpFieldsProps) {
  const loads = rigs.find(({ id }) => id === rigId)?.loadsOhms ?? [];
  return (
    <>
      <label className="field">
        {text.verify.rig}
        <select
          value={rigId}
          onChange={(event) => {
            onRig(event.target.value);
            onSetUp(FIRST_SET_UP);
          }}
        >
          {rigs.map(({ id, name }) => (
            <option key={id} value={id}>
              {name} ({id})
            </option>
          ))}
        </select>
      </label>
      <Segments
        label={words.path}
        values={[
          ['dut', text.sweeps.paths.dut],
          ['loopback', text.sweeps.paths.loopback],
        ]}
        value={setUp.path}
        onChoose={(path) => {
          onSetUp({ ...FIRST_SET_UP, path });
        }}
      />
      {setUp.path === 'loopback' || !hasDigitalInput ? null : (
        <Segments
          label={words.input}
          values={(['analogue', 'digital'] as const).map((each) => [each, words.inputs[each]] as const)}
          value={setUp.drive}
          onChoose={(drive) => {
            onSetUp({ ...setUp, drive });
          }}
        />
      )}
      {setUp.path === 'loopback' ? null : (
        <label className="field">
          {text.sweeps.load}
          <select
            value={setUp.loadOhms ?? ''}
            onChange={(event) => {
              onSetUp({ ...setUp, loadOhms: event.target.value === '' ? null : Number(event.target.value) });
            }}
          >
            <option value="">{text.sweeps.noLoad}</option>
            {loads.map((ohms) => (
              <option key={ohms} value={ohms}>
                {formatQuantity(ohms, 'ohm')}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
