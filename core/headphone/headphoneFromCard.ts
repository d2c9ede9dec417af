import type { SpecCard } from '../card/claim.ts';
import type { Headphone, SensitivityReference } from './headphone.ts';
import { readSensitivity } from './sensitivity.ts';

const REFERENCE_BY_UNIT: Readonly<Partial<Record<string, { reference: SensitivityReference; value: number }>>> = {
  V: { reference: 'volt', value: 1 },
  W: { reference: 'milliwatt', value: 0.001 },
};

/** A headphone from its spec card: nominal impedance and sensitivity. One without a stated reference gets both readings. */
export function headphoneFromCard(card: SpecCard): Headphone {
  const numberOf = (quantity: string) =>
    card.claims.find((claim) => claim.quantity === quantity && typeof claim.value === 'number' && claim.value > 0);
  const nominal = numberOf('nominal_impedance');
  const nominalOhms = typeof nominal?.value === 'number' && nominal.unit === 'ohm' ? nominal.value : null;
  const claim = numberOf('sensitivity');
  const level = claim?.level;
  const stated = REFERENCE_BY_UNIT[level?.unit ?? ''];
  // At another level than 1 V or 1 mW the number would have to be scaled by what the card does not say
  const isReadable = level === undefined || (stated !== undefined && level.value === stated.value);
  return {
    name: [card.maker, card.product ?? card.id].filter((part) => part !== null).join(' '),
    nominalOhms,
    sensitivity:
      typeof claim?.value === 'number' && nominalOhms !== null && isReadable
        ? readSensitivity(claim.value, stated?.reference ?? null, nominalOhms)
        : [],
    impedance: null,
    sources: card.sources,
  };
}
