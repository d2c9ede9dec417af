import type { AnalysisFinding } from '../../../core/measure/analysis.ts';
import { damagedFile } from '../captureReader.ts';
import type { CaptureFormat } from '../captureReader.ts';
import type { SampleEncoding } from '../sampleCoding.ts';
import { BYTES_PER_SAMPLE } from '../sampleCoding.ts';
import type { SourceFile } from '../sourceFile.ts';
import { parseFormatChunk } from './formatChunk.ts';
import type { WaveFormat } from './formatChunk.ts';

/** Where a WAV file's samples lie and what they are; docs/spec/files.md. */
export interface WaveLayout {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly frameCount: number;
  readonly encoding: SampleEncoding;
  readonly format: CaptureFormat;
  /** Position of the first sample. */
  readonly dataByte: number;
  readonly findings: readonly AnalysisFinding[];
}

const SIZE_IN_DS64 = 0xffffffff;
/** What recorders that write into a pipe, or that were stopped, leave as the size of the samples: nothing, all ones, or the largest of a signed count. */
const OPEN_ENDED_SIZES: ReadonlySet<number> = new Set([0, 0xffffffff, 0x7fffffff, 0x7ffff000]);
/** Real files have a few dozen chunks; a file of a million empty ones is an attack on patience. */
const MOST_CHUNKS = 4096;

const OTHER_CONTAINERS: Readonly<Partial<Record<string, string>>> = {
  RIFX: 'a big-endian WAV file',
  FORM: 'an AIFF file',
  OggS: 'an Ogg file',
  riff: 'a Wave64 file',
  caff: 'a CAF file',
  'ID3\x03': 'an MP3 file',
  'ID3\x04': 'an MP3 file',
};

/**
 * Finds format and samples of a WAV or RF64 file. Sizes are believed only within the file's real size.
 * @throws AmpbenchError `data/wave-damaged` or `data/format-unknown`, naming the byte
 */
export async function readWaveHeader(file: SourceFile): Promise<WaveLayout> {
  const bytes = new Uint8Array(48);
  const view = new DataView(bytes.buffer);
  const name = (offset: number): string => String.fromCharCode(...bytes.subarray(offset, offset + 4));
  const wrong = (what: string, atByte: number): Error => damagedFile('wave-damaged', file.path, what, atByte);

  const headBytes = await file.read(bytes.subarray(0, 12), 0);
  if (headBytes < 12 || !['RIFF', 'RF64'].includes(name(0)) || name(8) !== 'WAVE') throw unknownFile(file, name(0));
  const isRf64 = name(0) === 'RF64';
  const riffBytes = view.getUint32(4, true);
  let format: WaveFormat | null = null;
  let longDataBytes = 0;

  let position = 12;
  for (let count = 0; position + 8 <= file.byteCount; count++) {
    if (count === MOST_CHUNKS) throw wrong(`there are more than ${MOST_CHUNKS} chunks before the samples`, position);
    await file.read(bytes.subarray(0, 8), position);
    const chunk = name(0);
    const size = view.getUint32(4, true);
    const body = position + 8;
    if (chunk === 'data') {
      if (format === null) throw wrong('the samples come before the fmt chunk that describes them', position);
      return dataLayout(file, format, { isRf64, riffBytes, body, size, longDataBytes });
    }
    if (chunk === 'ds64') {
      if (size < 28 || (await file.read(bytes.subarray(0, 28), body)) < 28)
        throw wrong('the ds64 chunk is cut short', body);
      longDataBytes = Number(view.getBigUint64(8, true));
    } else if (chunk === 'fmt ') {
      if (format !== null) throw wrong('there is a second fmt chunk', position);
      const kept = Math.min(size, 40);
      if ((await file.read(bytes.subarray(0, kept), body)) < kept) throw wrong('the fmt chunk is cut short', body);
      format = parseFormatChunk(bytes.subarray(0, kept), file.path, body);
    }
    // Chunks are padded to an even length
    position = body + size + (size % 2);
  }
  throw wrong(
    position > file.byteCount
      ? 'a chunk ends beyond the end of the file, and there is no data chunk before'
      : 'there is no data chunk',
    Math.min(position, file.byteCount),
  );
}

function dataLayout(
  file: SourceFile,
  format: WaveFormat,
  data: { isRf64: boolean; riffBytes: number; body: number; size: number; longDataBytes: number },
): WaveLayout {
  const { isRf64, riffBytes, body, size } = data;
  const frameBytes = BYTES_PER_SAMPLE[format.encoding] * format.channelCount;
  const present = file.byteCount - body;
  const isLong = isRf64 && size === SIZE_IN_DS64 && data.longDataBytes > 0;
  const stated = isLong ? data.longDataBytes : size;
  // A size of 0 is meant where the outer size agrees with the file
  const isOpenEnded =
    !isLong && OPEN_ENDED_SIZES.has(size) && stated !== present && !(size === 0 && riffBytes + 8 === file.byteCount);
  const dataBytes = isOpenEnded ? present : stated;
  if (dataBytes > present)
    throw damagedFile(
      'wave-damaged',
      file.path,
      `the file is cut short: its head promises ${stated} bytes of samples but ${present} are there`,
      file.byteCount,
      'Record or copy it again.',
    );
  if (!isOpenEnded && dataBytes % frameBytes !== 0)
    throw damagedFile(
      'wave-damaged',
      file.path,
      `${dataBytes} bytes of samples are no whole number of frames of ${frameBytes} bytes`,
      body,
    );
  return {
    sampleRateHz: format.sampleRateHz,
    channelCount: format.channelCount,
    frameCount: Math.floor(dataBytes / frameBytes),
    encoding: format.encoding,
    format: {
      container: isRf64 ? 'rf64' : 'wav',
      encoding: format.encoding.startsWith('float') ? 'float' : 'integer',
      validBits: format.validBits,
      channelMask: format.channelMask,
    },
    dataByte: body,
    findings: isOpenEnded ? [openEnded(dataBytes % frameBytes)] : [],
  };
}

function openEnded(bytesLeft: number): AnalysisFinding {
  const rest = bytesLeft === 0 ? '' : `; the last ${bytesLeft} bytes are part of a frame and were left out`;
  return {
    code: 'truncated',
    channel: null,
    atSeconds: null,
    count: null,
    damaging: false,
    text: `The recorder did not write how long the recording is; it was read to the end of the file${rest}.`,
  };
}

function unknownFile(file: SourceFile, magic: string): Error {
  const known = OTHER_CONTAINERS[magic];
  const what = known === undefined ? 'this is no WAV, RF64 or FLAC file' : `this is ${known}`;
  return damagedFile('format-unknown', file.path, what, 0, 'Convert it to WAV or FLAC, without resampling.');
}
