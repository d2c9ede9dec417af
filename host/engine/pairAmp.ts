import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpecCard } from '../../core/card/claim.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { ampFromCard } from '../../core/headphone/ampFromCard.ts';
import { ampFromVerification } from '../../core/headphone/ampFromVerification.ts';
import type { AmpOutput } from '../../core/headphone/ampOutput.ts';
import { findHeadphones } from '../../core/headphone/findHeadphone.ts';
import { pairHeadphone } from '../../core/headphone/pairHeadphone.ts';
import { withStated } from '../../core/headphone/statedAmp.ts';
import { pairingAnswer, pairingRows } from '../../core/report/pairingText.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import type { HeadphoneListing, PairingAnswer, PairRequest } from '../../electron/ipc/contract.ts';
import { storageError } from '../store/storageError.ts';
import { listHeadphones, loadHeadphone } from '../system/headphoneLibrary.ts';

const MOST_LISTED = 30;

async function knownAmp(
  amp: PairRequest['amp'],
  readCard: (ref: Extract<PairRequest['amp'], { kind: 'card' }>['card']) => Promise<SpecCard>,
): Promise<AmpOutput | undefined> {
  switch (amp.kind) {
    case 'stated':
      return undefined;
    case 'card':
      return ampFromCard(await readCard(amp.card), amp.balanced);
    case 'run': {
      const file = join(amp.folder, 'result.json');
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        throw storageError(error, 'read', file);
      });
      return ampFromVerification(decodeResult(text, file));
    }
  }
}

/**
 * Does an amp drive a headphone: the figures and the words of `ampbench pair`.
 * @throws AmpbenchError `usage/amp-missing`, and what reading the amp, finding the headphone and pairing them throw
 */
export async function pairAmp(
  { amp, headphone, stated, target }: PairRequest,
  readCard: Parameters<typeof knownAmp>[1],
): Promise<PairingAnswer> {
  if (amp.kind === 'stated' && stated.maxVoltsRms === undefined)
    throw new AmpbenchError(
      'usage',
      'amp-missing',
      'nothing is known of the amp: maxVoltsRms is missing in what you state of it',
      {},
      'state the most volts it gives without a load, or choose a card or a run',
    );
  const known = await knownAmp(amp, readCard);
  const pairing = pairHeadphone(withStated(stated, known), await loadHeadphone(headphone), {
    ...target,
    // The page plays nothing at this level, but it gives no figure for what damages hearing either.
    allowDangerousLevel: false,
  });
  return { pairing, answer: pairingAnswer(pairing), rows: pairingRows(pairing) };
}

/** The headphones whose name fits, spelling aside, or the first ones of the library for an empty filter. */
export async function listMatchingHeadphones(filter: string): Promise<readonly HeadphoneListing[]> {
  const all = await listHeadphones();
  const found = filter.trim() === '' ? all : findHeadphones(all, filter);
  return found.slice(0, MOST_LISTED).map(({ name, nominalOhms, sensitivity }) => ({
    name,
    nominalOhms,
    sensitivityText: sensitivity.map(({ text }) => text).join('; '),
  }));
}
