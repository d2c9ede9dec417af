import type { RunPhoto, ShownPhoto } from '../../electron/ipc/contract.ts';
import type { Bench } from './bench.ts';

/** Photos with the addresses at which this bench gives them out. */
export const shownPhotos = (
  bench: Pick<Bench, 'reportKeys'>,
  runId: string,
  photos: readonly RunPhoto[],
): readonly ShownPhoto[] =>
  photos.map((photo) => ({
    ...photo,
    address: `/runs/${runId}/photos/${photo.file}?key=${bench.reportKeys.keyOf(runId)}`,
  }));
