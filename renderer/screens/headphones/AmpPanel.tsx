import type { CardListing, RunListing } from '../../../electron/ipc/contract.ts';
import { NumberField } from '../../controls/NumberField.tsx';
import { Segments } from '../../controls/Segments.tsx';
import { text } from '../../text/english.ts';
import type { AmpDraft, StatedDraft } from './pairDraft.ts';

const words = text.headphones;

const STATED: readonly (readonly [key: keyof StatedDraft, label: string, unit: string, step: number])[] = [
  ['maxVoltsRms', words.maxVolts, 'V', 0.1],
  ['maxMilliamps', words.maxMilliamps, 'mA', 10],
  ['outputOhms', words.outputOhms, 'Ω', 0.1],
  ['noiseMicrovolts', words.noise, 'µV', 1],
  ['gainDb', words.gain, 'dB', 1],
];

interface AmpPanelProps {
  readonly cards: readonly CardListing[];
  readonly runs: readonly RunListing[];
  readonly draft: AmpDraft;
  readonly onDraft: (draft: AmpDraft) => void;
}

/** Which amp: by its card, by a run that measured it, or by what the person knows of it. */
export function AmpPanel({ cards, runs, draft, onDraft }: AmpPanelProps) {
  return (
    <section className="panel" aria-label={words.amp}>
      <div className="head">
        <h2>{words.amp}</h2>
      </div>
      <div className="sect">
        <Segments
          label={words.ampFrom}
          values={[
            ['card', words.sources.card],
            ['run', words.sources.run],
            ['stated', words.sources.stated],
          ]}
          value={draft.source}
          onChoose={(source) => {
            onDraft({ ...draft, source });
          }}
        />
        {draft.source === 'card' ? (
          <>
            <label className="field">
              {words.card}
              <select
                value={draft.cardId}
                onChange={(event) => {
                  onDraft({ ...draft, cardId: event.target.value });
                }}
              >
                {cards.map(({ id, maker, product }) => (
                  <option key={id} value={id}>
                    {[maker, product].filter((part) => part !== null).join(' ') || id}
                  </option>
                ))}
              </select>
            </label>
            <label className="check">
              <input
                type="checkbox"
                checked={draft.balanced}
                onChange={(event) => {
                  onDraft({ ...draft, balanced: event.target.checked });
                }}
              />{' '}
              {words.balanced}
            </label>
          </>
        ) : null}
        {draft.source === 'run' ? (
          runs.length === 0 ? (
            <p className="dim">{words.noRuns}</p>
          ) : (
            <label className="field">
              {words.run}
              <select
                value={draft.runId}
                onChange={(event) => {
                  onDraft({ ...draft, runId: event.target.value });
                }}
              >
                {runs.map(({ runId, name, startedAt }) => (
                  <option key={runId} value={runId}>
                    {name}, {new Date(startedAt).toLocaleString()}
                  </option>
                ))}
              </select>
            </label>
          )
        ) : null}
      </div>
      <div className="sect">
        <h3 className="label">
          {words.stated}
          {draft.source === 'stated' ? '' : `. ${words.statedBeside}.`}
        </h3>
        <div className="fields">
          {STATED.map(([key, label, unit, step]) => (
            <NumberField
              key={key}
              label={label}
              unit={unit}
              step={step}
              value={draft.stated[key]}
              onChange={(value) => {
                onDraft({ ...draft, stated: { ...draft.stated, [key]: value } });
              }}
            />
          ))}
        </div>
      </div>
    </section>
  );
}
