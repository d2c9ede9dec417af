import type { SpecCard } from '../../core/card/claim.ts';
import { parseCard } from '../../core/card/parseCard.ts';
import type { LoadedCard } from './cardLibrary.ts';

/** A card from its text, with what the library knows beside it. */
export function parseLoadedCard({ id, text, identity }: LoadedCard): SpecCard {
  return parseCard(text, id === null ? identity : { id, ...identity });
}
