import { imdKind } from '../imd/imdKind.ts';
import { sidebandPlan } from '../imd/sidebands.ts';

/** After SMPTE RP 120: 60 Hz and 7 kHz, 4:1. */
export const imdSmpte = imdKind({
  kind: 'imd-smpte',
  title: 'Intermodulation, SMPTE type',
  options: [],
  plan: () => sidebandPlan('imd-smpte', [60, 7000]),
});
