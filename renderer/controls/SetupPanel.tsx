import { useId } from 'react';
import type { CardListing, RigListing } from '../../electron/ipc/contract.ts';

/** What the person has chosen: a card of the library or a pasted text, and a rig. */
export interface Choice {
  readonly source: 'library' | 'text';
  readonly cardId: string;
  readonly text: string;
  readonly rigId: string;
}

interface SetupPanelProps {
  readonly cards: readonly CardListing[];
  readonly rigs: readonly RigListing[];
  readonly choice: Choice;
  readonly disabled: boolean;
  readonly onChoose: (choice: Choice) => void;
  readonly onRead: () => void;
}

const cardName = ({ id, maker, product }: CardListing): string =>
  [maker, product].filter((part) => part !== null).join(' ') || id;

/** Choosing the published specification and the rig. */
export function SetupPanel({ cards, rigs, choice, disabled, onChoose, onRead }: SetupPanelProps) {
  const [cardField, textField, rigField] = [useId(), useId(), useId()];
  const source = (name: Choice['source'], label: string) => (
    <label className={choice.source === name ? 'on' : ''}>
      <input
        type="radio"
        name="source"
        checked={choice.source === name}
        onChange={() => {
          onChoose({ ...choice, source: name });
        }}
      />
      {label}
    </label>
  );
  return (
    <section className="panel" aria-label="Card and rig">
      <div className="head">
        <h2>Published specification</h2>
      </div>
      <fieldset className="sect" disabled={disabled}>
        <div className="segments" role="radiogroup" aria-label="Where the specification comes from">
          {source('library', 'Library')}
          {source('text', 'Paste text')}
        </div>
        {choice.source === 'library' ? (
          <label className="field-label" htmlFor={cardField}>
            Card
            <select
              id={cardField}
              value={choice.cardId}
              onChange={(event) => {
                onChoose({ ...choice, cardId: event.target.value });
              }}
            >
              {cards.map((card) => (
                <option key={card.id} value={card.id}>
                  {cardName(card)}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <>
            <label className="field-label" htmlFor={textField}>
              Text, as the maker published it
            </label>
            <textarea
              id={textField}
              className="mono"
              rows={14}
              spellCheck={false}
              value={choice.text}
              placeholder={'Gain: 8 dB\nOutput impedance: < 2 ohms'}
              onChange={(event) => {
                onChoose({ ...choice, text: event.target.value });
              }}
            />
            <button type="button" className="button" onClick={onRead} disabled={choice.text.trim() === ''}>
              Read it
            </button>
          </>
        )}
      </fieldset>
      <fieldset className="sect" disabled={disabled}>
        <label className="field-label" htmlFor={rigField}>
          Rig
          <select
            id={rigField}
            value={choice.rigId}
            onChange={(event) => {
              onChoose({ ...choice, rigId: event.target.value });
            }}
          >
            {rigs.map((rig) => (
              <option key={rig.id} value={rig.id}>
                {rig.name} ({rig.id})
              </option>
            ))}
          </select>
        </label>
      </fieldset>
    </section>
  );
}
