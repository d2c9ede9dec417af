import { useMemo, useState } from 'react';
import type { SpecCard } from '../../../core/card/claim.ts';
import type { PlannedClaim } from '../../../core/planner/plan.ts';
import type { CardListing, ReadCard } from '../../../electron/ipc/contract.ts';
import { sourceLines, type SourceLine } from '../../state/sourceLines.ts';
import { text as words } from '../../text/english.ts';
import type { CardChoice } from './choice.ts';

interface SourcePanelProps {
  readonly cards: readonly CardListing[];
  readonly choice: CardChoice;
  readonly read: ReadCard | null;
  readonly claims: readonly PlannedClaim[];
  readonly selected: number | null;
  readonly disabled: boolean;
  readonly onChoose: (choice: CardChoice) => void;
  readonly onSelect: (claim: number) => void;
}

const FILE_TYPES = '.yaml,.yml,.json,.txt,.md,.html,.htm';
const OWN_TEXT = '';

const cardName = ({ id, maker, product }: CardListing): string =>
  [maker, product].filter((part) => part !== null).join(' ') || id;

function Line({
  line,
  selected,
  manual,
  onSelect,
}: {
  readonly line: SourceLine;
  readonly selected: number | null;
  readonly manual: (claim: number) => boolean;
  readonly onSelect: (claim: number) => void;
}) {
  if (line.kind === 'gap')
    return (
      <li className="line folded">
        <i aria-hidden="true">⋮</i>
        <span className="faint">{words.verify.hiddenLines(line.count)}</span>
      </li>
    );
  return (
    <li className="line">
      <i>{line.number}</i>
      <span className="code">
        {line.parts.map(({ text, claim }, index) =>
          claim === null ? (
            <span key={index}>{text}</span>
          ) : (
            <mark
              key={index}
              className={`${claim === selected ? 'on' : ''} ${manual(claim) ? 'off' : ''}`}
              onClick={() => {
                onSelect(claim);
              }}
            >
              {text}
            </mark>
          ),
        )}
        {line.endingClaims.map((claim) => (
          <span key={claim} className="badge">
            {claim + 1}
          </span>
        ))}
      </span>
    </li>
  );
}

function Listing({
  text,
  card,
  claims,
  selected,
  onSelect,
}: {
  readonly text: string;
  readonly card: SpecCard;
  readonly claims: readonly PlannedClaim[];
  readonly selected: number | null;
  readonly onSelect: (claim: number) => void;
}) {
  const lines = useMemo(() => sourceLines(text, card), [text, card]);
  const refused = useMemo(
    () => new Set(claims.filter((each) => each.refused?.verdict === 'manual').map(({ claimId }) => claimId)),
    [claims],
  );
  const manual = (claim: number): boolean => refused.has(card.claims[claim].id);
  return (
    <ol className="source mono body" tabIndex={0} aria-label={words.verify.source}>
      {lines.map((line) => (
        <Line key={line.number} line={line} selected={selected} manual={manual} onSelect={onSelect} />
      ))}
    </ol>
  );
}

/** The published text: chosen, pasted, opened or dropped; shown with every claim marked where it was read; editable. */
export function SourcePanel(props: SourcePanelProps) {
  const { cards, choice, read, claims, selected, disabled, onChoose, onSelect } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const [dropping, setDropping] = useState(false);
  const [clipboardRefused, setClipboardRefused] = useState(false);
  const take = (text: string): void => {
    setDraft(null);
    if (text.trim() !== '') onChoose({ ...choice, source: 'text', text });
  };
  const takeFile = (file: File | undefined): void => {
    if (file !== undefined) void file.text().then(take);
  };
  const paste = (): void => {
    setClipboardRefused(false);
    navigator.clipboard.readText().then(take, () => {
      setClipboardRefused(true);
      setDraft('');
    });
  };
  return (
    <section
      className={`panel ${dropping ? 'dropping' : ''}`}
      aria-label={words.verify.source}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(!disabled);
      }}
      onDragLeave={() => {
        setDropping(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setDropping(false);
        if (disabled) return;
        if (event.dataTransfer.files.length > 0) takeFile(event.dataTransfer.files[0]);
        else take(event.dataTransfer.getData('text'));
      }}
    >
      <div className="head">
        <h2>{words.verify.source}</h2>
        <div className="end">
          <select
            className="small card-choice"
            aria-label={words.verify.library}
            disabled={disabled}
            value={choice.source === 'library' ? choice.cardId : OWN_TEXT}
            onChange={(event) => {
              setDraft(null);
              onChoose({ ...choice, source: 'library', cardId: event.target.value });
            }}
          >
            {choice.source === 'text' ? <option value={OWN_TEXT}>{words.verify.ownText}</option> : null}
            {cards.map((card) => (
              <option key={card.id} value={card.id}>
                {cardName(card)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {draft === null ? (
        read === null ? (
          <p className="empty">{words.verify.noText}</p>
        ) : (
          <Listing text={read.text} card={read.card} claims={claims} selected={selected} onSelect={onSelect} />
        )
      ) : (
        <div className="editor">
          {clipboardRefused ? <p className="note dim">{words.verify.clipboardRefused}</p> : null}
          <textarea
            aria-label={words.verify.editor}
            spellCheck={false}
            value={draft}
            placeholder={words.verify.editorHint}
            onChange={(event) => {
              setDraft(event.target.value);
            }}
          />
        </div>
      )}
      <div className="source-foot">
        {draft === null ? (
          <>
            <button type="button" className="button small" disabled={disabled} onClick={paste}>
              {words.verify.paste}
            </button>
            <label className={`button small ${disabled ? 'off' : ''}`}>
              {words.verify.openFile}
              <input
                type="file"
                className="hidden"
                accept={FILE_TYPES}
                disabled={disabled}
                onChange={(event) => {
                  takeFile(event.target.files?.[0]);
                  event.target.value = '';
                }}
              />
            </label>
            <button
              type="button"
              className="button small"
              disabled={disabled}
              onClick={() => {
                setDraft(read?.text ?? choice.text);
              }}
            >
              {words.verify.edit}
            </button>
            <span className="end note dim">
              {read === null ? '' : words.verify.linesUnread(read.card.unread.length)}
            </span>
          </>
        ) : (
          <>
            <button
              type="button"
              className="button small"
              onClick={() => {
                setDraft(null);
              }}
            >
              {words.verify.dismiss}
            </button>
            <button
              type="button"
              className="button small strong end"
              disabled={draft.trim() === ''}
              onClick={() => {
                take(draft);
              }}
            >
              {words.verify.read}
            </button>
          </>
        )}
      </div>
      {dropping ? <p className="drop-note">{words.verify.dropHere}</p> : null}
    </section>
  );
}
