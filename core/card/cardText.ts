import { AmpbenchError } from '../errors.ts';
import type { CardGain, CardPort, SourceSpan } from './claim.ts';

/** Largest card that is read, in UTF-16 units. A product page is some tens of thousands. */
export const CARD_TEXT_LIMIT = 16 * 1024 * 1024;

/** A row of a specification: label and value as they stand in the source, and where. */
export interface CardRow {
  readonly label: string | null;
  readonly value: string;
  readonly span: SourceSpan;
  /** The heading above: it may name the socket or the gain setting of its rows. */
  readonly section?: string;
  /** Where this row was read, when the card says so. */
  readonly source?: string;
}

/** Something to say about a card, at a place of it; `span` null: about the card as a whole. */
export interface CardRemark {
  readonly severity: 'error' | 'warning';
  readonly text: string;
  readonly span: SourceSpan | null;
}

/** What a card says about the product itself. */
export interface CardIdentity {
  readonly maker: string | null;
  readonly product: string | null;
  readonly kind: 'amp' | 'dac' | 'dac-amp' | 'headphone' | 'unknown';
  readonly sources: readonly string[];
  readonly ports?: readonly CardPort[];
  readonly gains?: readonly CardGain[];
  readonly missing?: readonly string[];
}

export const UNKNOWN_IDENTITY: CardIdentity = { maker: null, product: null, kind: 'unknown', sources: [] };

/** Rows and identity of a card, before any row is read as a specification. */
export interface CardRows {
  readonly identity: CardIdentity;
  readonly rows: readonly CardRow[];
  /** The rows come from a list of specifications; other text's lines may be prose, which is passed over in silence. */
  readonly listed: boolean;
  readonly remarks: readonly CardRemark[];
}

/** How much of a text may be control characters before it is no text. */
const CONTROL_SHARE = 0.02;
const PROBE_LENGTH = 65_536;

/**
 * Refuses what is no text: empty, over the size limit, binary.
 * @throws AmpbenchError `card/card-empty`, `card/card-too-large`, `card/card-binary`
 */
export function requireText(text: string): void {
  if (text.length > CARD_TEXT_LIMIT) {
    throw new AmpbenchError(
      'card',
      'card-too-large',
      `the card is ${text.length} characters long, but at most ${CARD_TEXT_LIMIT} are read`,
      { characterCount: text.length, limit: CARD_TEXT_LIMIT },
      'give the specification itself, not the whole site',
    );
  }
  if (text.trim() === '') {
    throw new AmpbenchError(
      'card',
      'card-empty',
      'the card is empty',
      {},
      'give the text of the published specification',
    );
  }
  const probe = text.slice(0, PROBE_LENGTH);
  let controls = 0;
  for (let at = 0; at < probe.length; at++) {
    const code = probe.charCodeAt(at);
    if (code === 0) throw binary(at);
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12) || code === 0xfffd) controls += 1;
  }
  if (controls > CONTROL_SHARE * probe.length) throw binary(probe.search(/[^\t\n\f\r -\ufffc]/));
}

function binary(at: number): AmpbenchError {
  return new AmpbenchError(
    'card',
    'card-binary',
    `the card is not text: a control character stands at offset ${at}`,
    { offset: at },
    'PDF, Word and picture files cannot be read: copy the specification out as text',
  );
}
