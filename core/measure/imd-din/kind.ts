import { imdKind } from '../imd/imdKind.ts';
import { sidebandPlan } from '../imd/sidebands.ts';

/** After DIN 45403: 250 Hz and 8 kHz, 4:1. */
export const imdDin = imdKind({
  kind: 'imd-din',
  title: 'Intermodulation, DIN type',
  options: [],
  plan: () => sidebandPlan('imd-din', [250, 8000]),
});
