import { readFileSync } from 'node:fs';
import { parseCard } from '../../core/card/parseCard.ts';
import type { SpecCard } from '../../core/card/claim.ts';

/** The HPA-1's card as its maker stores it, read from the product's library. */
export const hpa1Card = (): SpecCard =>
  parseCard(readFileSync(new URL('../../cards/pass-labs-hpa-1.seed.yaml', import.meta.url), 'utf8'), { id: 'hpa-1' });
