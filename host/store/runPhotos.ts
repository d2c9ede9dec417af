import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';
import type { ReportPhoto } from '../../core/report/photos.ts';
import type { RunPhoto } from '../../electron/ipc/contract.ts';
import { cleanPhoto } from '../files/cleanPhoto.ts';
import { writeFileAtomically } from './atomicFile.ts';
import { parseCheckedJson } from './checkedJson.ts';
import { readTextIfThere } from './runContents.ts';
import { readRunRecord } from './runRecord.ts';
import { storageError } from './storageError.ts';

export const PHOTOS_FILE = 'photos.json';
const PHOTOS_FOLDER = 'photos';

const photosSchema = z.array(
  z.strictObject({
    at: z.string(),
    caption: z.string(),
    file: z.string().regex(/^[0-9a-f]{64}\.(?:jpg|png)$/u),
  }),
);

/** Where a photo of a run lies. */
export const photoPath = (folder: string, file: string): string => join(folder, PHOTOS_FOLDER, file);

/** Whether these bytes are the picture of that name, and nothing but a picture. */
export function isPhotoOfName(file: string, bytes: Uint8Array): boolean {
  const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
  const { ending, content } = cleanPhoto(bytes);
  return `${sha256(content)}.${ending}` === file && sha256(bytes) === sha256(content);
}

/** The photos of a run in the order in which they were added. @throws AmpbenchError `data/photos-damaged` */
export async function readPhotos(folder: string): Promise<readonly RunPhoto[]> {
  const path = join(folder, PHOTOS_FILE);
  return decodePhotos(await readTextIfThere(path), path);
}

/** @param text null: none were added. @throws AmpbenchError `data/photos-damaged` */
export function decodePhotos(text: string | null, path: string): readonly RunPhoto[] {
  if (text === null) return [];
  try {
    return parseCheckedJson(photosSchema, text);
  } catch (error) {
    throw new AmpbenchError('data', 'photos-damaged', `${path} cannot be read: ${String(error)}`, { path });
  }
}

/**
 * Keeps a photo with a run and returns all. The same picture is kept once.
 * @throws AmpbenchError `data/not-a-run-folder`, `data/not-a-photo`, or of kind `storage`
 */
export async function addPhoto(folder: string, caption: string, bytes: Uint8Array): Promise<readonly RunPhoto[]> {
  await readRunRecord(folder);
  const { ending, content } = cleanPhoto(bytes);
  const file = `${createHash('sha256').update(content).digest('hex')}.${ending}`;
  const before = await readPhotos(folder);
  if (before.some((photo) => photo.file === file)) return before;
  try {
    await mkdir(join(folder, PHOTOS_FOLDER), { recursive: true });
  } catch (error) {
    throw storageError(error, 'make', join(folder, PHOTOS_FOLDER));
  }
  await writeFileAtomically(photoPath(folder, file), [content]);
  const photos = [...before, { at: new Date().toISOString(), caption, file }];
  await writeFileAtomically(join(folder, PHOTOS_FILE), [Buffer.from(`${JSON.stringify(photos, null, 1)}\n`)]);
  return photos;
}

/**
 * The photos of a run as a report shows them. One whose file is gone or is not what was added is left out: the report must not show another picture.
 */
export async function reportPhotos(folder: string): Promise<readonly ReportPhoto[]> {
  const photos = await Promise.all(
    (await readPhotos(folder)).map(async ({ caption, file }): Promise<ReportPhoto | null> => {
      const content = await readFile(photoPath(folder, file)).catch(() => null);
      const [sha256, ending] = file.split('.');
      if (content === null || createHash('sha256').update(content).digest('hex') !== sha256) return null;
      const type = ending === 'png' ? 'image/png' : 'image/jpeg';
      return { caption, type, contentBase64: content.toString('base64'), sha256 };
    }),
  );
  return photos.filter((photo) => photo !== null);
}
