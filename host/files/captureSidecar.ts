import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { AmpbenchError } from '../../core/errors.ts';
import { captureSidecarSchema, type CaptureSidecar } from '../../core/interchange/captureSidecar.ts';
import { parseCheckedJson } from '../store/checkedJson.ts';
import { storageError, systemCode } from '../store/storageError.ts';
import { openCapture } from './openCapture.ts';

/** Where the sidecar of a WAV file lies. */
export const sidecarFile = (path: string): string => `${path}.json`;

/**
 * The sidecar of a capture; null where there is none. It is another file's where names or sizes differ, and then refused: its volts would be wrong.
 * @throws AmpbenchError `data/sidecar-damaged`, `data/sidecar-of-another`, or of kind `storage`
 */
export async function readSidecar(capturePath: string): Promise<CaptureSidecar | null> {
  const path = sidecarFile(capturePath);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw storageError(error, 'read', path);
  }
  const sidecar = parse(text, path);
  await checkBelongs(sidecar, path, capturePath);
  return sidecar;
}

function parse(text: string, path: string): CaptureSidecar {
  try {
    return parseCheckedJson(captureSidecarSchema, text);
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', '; ') : String(error);
    throw new AmpbenchError('data', 'sidecar-damaged', `${path} is no sidecar of a capture: ${what}`, { path });
  }
}

async function checkBelongs(sidecar: CaptureSidecar, path: string, capturePath: string): Promise<void> {
  const reader = await openCapture(capturePath);
  await reader.close();
  const pairs = [
    ['file', sidecar.file, basename(capturePath)],
    ['sampleRateHz', sidecar.sampleRateHz, reader.sampleRateHz],
    ['channelCount', sidecar.channelCount, reader.channelCount],
    ['frameCount', sidecar.frameCount, reader.frameCount],
    ['channels', sidecar.channels.length, reader.channelCount],
  ] as const;
  const differing = pairs.find(([, said, found]) => said !== found);
  if (differing === undefined) return;
  const [field, said, found] = differing;
  throw new AmpbenchError(
    'data',
    'sidecar-of-another',
    `${field} is ${said} in ${path} but ${found} in ${capturePath}: it belongs to another file`,
    { path, field },
    'Remove the sidecar, or put the capture back that it was written for.',
  );
}
