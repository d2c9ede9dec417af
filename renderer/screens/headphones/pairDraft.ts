import type { PagePairRequest } from '../../../electron/ipc/contract.ts';

/** What is known of the amp, in the units people read off a sheet; null: not known. */
export interface StatedDraft {
  readonly maxVoltsRms: number | null;
  readonly maxMilliamps: number | null;
  readonly outputOhms: number | null;
  readonly noiseMicrovolts: number | null;
  readonly gainDb: number | null;
}

export interface AmpDraft {
  readonly source: 'card' | 'run' | 'stated';
  readonly cardId: string;
  readonly balanced: boolean;
  readonly runId: string;
  readonly stated: StatedDraft;
}

export interface TargetDraft {
  readonly headphone: string;
  readonly splDb: number | null;
  readonly as: 'peak' | 'average';
  readonly crestFactorDb: number | null;
  readonly sourceVoltsRms: number | null;
}

export const FIRST_AMP: AmpDraft = {
  source: 'card',
  cardId: '',
  balanced: false,
  runId: '',
  stated: { maxVoltsRms: null, maxMilliamps: null, outputOhms: null, noiseMicrovolts: null, gainDb: null },
};

export const FIRST_TARGET: TargetDraft = {
  headphone: '',
  splDb: 110,
  as: 'peak',
  crestFactorDb: 12,
  sourceVoltsRms: 2,
};

function ampOf({ source, cardId, balanced, runId }: AmpDraft): PagePairRequest['amp'] | null {
  switch (source) {
    case 'card':
      return cardId === '' ? null : { kind: 'card', card: { kind: 'library', id: cardId }, balanced };
    case 'run':
      return runId === '' ? null : { kind: 'run', runId };
    case 'stated':
      return { kind: 'stated' };
  }
}

/** The request that the drafts stand for; null as long as something it needs is missing. */
export function pairRequest(amp: AmpDraft, target: TargetDraft): PagePairRequest | null {
  const known = ampOf(amp);
  const { headphone, splDb, as, crestFactorDb, sourceVoltsRms } = target;
  if (known === null || headphone.trim() === '' || splDb === null || crestFactorDb === null) return null;
  if (sourceVoltsRms === null) return null;
  const { maxVoltsRms, maxMilliamps, outputOhms, noiseMicrovolts, gainDb } = amp.stated;
  if (amp.source === 'stated' && maxVoltsRms === null) return null;
  return {
    amp: known,
    headphone,
    stated: {
      ...(maxVoltsRms === null ? {} : { maxVoltsRms }),
      ...(maxMilliamps === null ? {} : { maxAmperesRms: maxMilliamps / 1000 }),
      ...(outputOhms === null ? {} : { outputOhms }),
      ...(noiseMicrovolts === null ? {} : { noiseVoltsRms: noiseMicrovolts / 1e6 }),
      ...(gainDb === null ? {} : { gainDb }),
    },
    target: { splDb, as, crestFactorDb, sourceVoltsRms },
  };
}
