import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { renderHtml } from '../../../core/report/html.ts';
import { renderMarkdown } from '../../../core/report/markdown.ts';
import { withPhotos } from '../../../core/report/photos.ts';
import { buildReport } from '../../../core/report/report.ts';
import { createSimulatedBench } from '../../../core/simulate/bench.ts';
import { RunFolder } from '../../../host/store/runFolder.ts';
import { addPhoto, photoPath, readPhotos, reportPhotos } from '../../../host/store/runPhotos.ts';
import { exampleVerification } from '../../report/exampleVerification.ts';

const { rig } = createSimulatedBench('sim:usb-192/hpa-1', { seed: 1 });
/** The smallest thing that has a JPEG's parts. */
const PICTURE = Uint8Array.from([0xff, 0xd8, 0xff, 0xdb, 0, 3, 1, 0xff, 0xda, 0, 3, 1, 0x12, 0x34, 0xff, 0xd9]);
const OTHER = PICTURE.map((byte, index) => (index === 12 ? 0x77 : byte));
let folder = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ampbench-photos-'));
  const card = { id: null, text: 'Gain: 8 dB', identity: {} };
  await (await RunFolder.create(folder, { schemaVersion: 1, card, rig, seed: 1 })).close();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('keeps photos in their order, the same picture once, under names that say what is in them', async () => {
  expect(await readPhotos(folder)).toEqual([]);
  await addPhoto(folder, 'front', PICTURE);
  await addPhoto(folder, 'back', OTHER);
  const all = await addPhoto(folder, 'front again', PICTURE);
  expect(all.map(({ caption }) => caption)).toEqual(['front', 'back']);
  expect(readdirSync(join(folder, 'photos')).sort()).toEqual(all.map(({ file }) => file).sort());
  expect(await readPhotos(folder)).toEqual(all);
});

it('shows them in the report, with their captions escaped; formats without pictures name them', async () => {
  await addPhoto(folder, '<b>front</b>', PICTURE);
  const report = withPhotos(buildReport(exampleVerification, 'full'), await reportPhotos(folder));
  const html = renderHtml(report);
  expect(html).toContain(`src="data:image/jpeg;base64,${Buffer.from(PICTURE).toString('base64')}"`);
  expect(html).toContain('&lt;b&gt;front&lt;/b&gt;');
  expect(html).not.toContain('<b>front</b>');
  expect(html.indexOf('class="photos"')).toBeLessThan(html.indexOf('<footer'));
  expect(renderMarkdown(report)).toContain('Photo 1');
});

it('leaves a photo out of the report that is not what was added any more', async () => {
  const [{ file }] = await addPhoto(folder, '', PICTURE);
  writeFileSync(photoPath(folder, file), OTHER);
  expect(await reportPhotos(folder)).toEqual([]);
});

it('says so where the list of photos was damaged, and keeps what is no photo out', async () => {
  await expect(addPhoto(folder, '', Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ code: 'not-a-photo' });
  writeFileSync(join(folder, 'photos.json'), '[{"file":"../../etc/passwd"}]');
  await expect(readPhotos(folder)).rejects.toMatchObject({ kind: 'data', code: 'photos-damaged' });
});
