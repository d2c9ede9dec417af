import { AmpbenchError } from '../../../core/errors.ts';
import { float32Bytes } from '../../files/wave/waveWriter.ts';
import { samplesHash } from '../captureStore.ts';
import type { CaptureTable, StoreDatabase } from '../database/schema.ts';

/** Bytes of every part but the last: a connection that breaks costs no more than this. */
const PART_BYTES = 1024 * 1024;

async function partsOf(shared: StoreDatabase, sha256: string): Promise<ReadonlySet<number>> {
  const rows = await shared.selectFrom('captureParts').select('position').where('sha256', '=', sha256).execute();
  return new Set(rows.map(({ position }) => position));
}

/**
 * Puts samples into a shared store, part by part; parts it has already are not sent again. Whoever else sends the same at the same time does no harm.
 * @param samples gives them; called only where something is missing
 * @returns bytes sent
 */
export async function sendSamples(
  shared: StoreDatabase,
  { sha256, byteCount }: CaptureTable,
  samples: () => Promise<Float32Array>,
): Promise<number> {
  const there = await partsOf(shared, sha256);
  if (there.size === Math.ceil(byteCount / PART_BYTES)) return 0;
  const bytes = float32Bytes(await samples());
  let sentBytes = 0;
  for (let position = 0; position * PART_BYTES < byteCount; position++) {
    if (there.has(position)) continue;
    const part = Buffer.from(bytes.subarray(position * PART_BYTES, (position + 1) * PART_BYTES));
    await shared
      .insertInto('captureParts')
      .values({ sha256, position, samples: part })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    sentBytes += part.byteLength;
  }
  return sentBytes;
}

/**
 * Samples from a shared store.
 * @throws AmpbenchError `data/capture-missing` where it does not have all of them, `data/capture-damaged` where they are not what was recorded
 */
export async function fetchSamples(shared: StoreDatabase, { sha256, byteCount }: CaptureTable): Promise<Float32Array> {
  const bytes = new Uint8Array(byteCount);
  for (let position = 0; position * PART_BYTES < byteCount; position++) {
    const part = await shared
      .selectFrom('captureParts')
      .select('samples')
      .where('sha256', '=', sha256)
      .where('position', '=', position)
      .executeTakeFirst();
    if (part === undefined) {
      throw new AmpbenchError(
        'data',
        'capture-missing',
        `the shared store does not have the capture ${sha256}`,
        { sha256 },
        'the bench that recorded it has it: analyse the run there, or have the store keep all captures',
      );
    }
    bytes.set(part.samples.subarray(0, byteCount - position * PART_BYTES), position * PART_BYTES);
  }
  const samples = new Float32Array(bytes.buffer);
  if (samplesHash(samples) === sha256) return samples;
  throw new AmpbenchError(
    'data',
    'capture-damaged',
    `the shared store's capture ${sha256} is not what was recorded`,
    { sha256 },
    'restore the store from a backup',
  );
}
