import type { CardRef } from '../../../electron/ipc/contract.ts';

/** What the person has chosen: a card of the library or a text of their own. */
export interface CardChoice {
  readonly source: 'library' | 'text';
  readonly cardId: string;
  readonly text: string;
}

export const cardRef = ({ source, cardId, text }: CardChoice): CardRef =>
  source === 'library' ? { kind: 'library', id: cardId } : { kind: 'text', text };
