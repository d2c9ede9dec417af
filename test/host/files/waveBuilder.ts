/** A chunk as it lies in a RIFF file, padded to an even length. */
export function chunk(name: string, body: Uint8Array, statedBytes = body.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(statedBytes, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

export interface FormatFields {
  readonly tag?: number;
  readonly channelCount?: number;
  readonly sampleRateHz?: number;
  readonly frameBytes?: number;
  readonly bits?: number;
  /** Of WAVE_FORMAT_EXTENSIBLE. */
  readonly extension?: { readonly validBits: number; readonly channelMask: number; readonly code: number };
}

const SUB_FORMAT_TAIL = Buffer.from('000000001000800000aa00389b71', 'hex');

/** A `fmt ` chunk; 16-bit mono at 48 kHz where nothing is said. */
export function formatChunk(fields: FormatFields = {}): Buffer {
  const { tag = 1, channelCount = 1, sampleRateHz = 48_000, bits = 16, extension } = fields;
  const frameBytes = fields.frameBytes ?? Math.ceil(bits / 8) * channelCount;
  const body = Buffer.alloc(extension === undefined ? 16 : 40);
  body.writeUInt16LE(extension === undefined ? tag : 0xfffe, 0);
  body.writeUInt16LE(channelCount, 2);
  body.writeUInt32LE(sampleRateHz, 4);
  body.writeUInt16LE(frameBytes, 12);
  body.writeUInt16LE(bits, 14);
  if (extension !== undefined) {
    body.writeUInt16LE(22, 16);
    body.writeUInt16LE(extension.validBits, 18);
    body.writeUInt32LE(extension.channelMask, 20);
    body.writeUInt16LE(extension.code, 24);
    SUB_FORMAT_TAIL.copy(body, 26);
  }
  return chunk('fmt ', body);
}

/** A whole file of chunks. */
export function riff(chunks: readonly Buffer[], name = 'RIFF', statedBytes?: number): Buffer {
  const body = Buffer.concat([Buffer.from('WAVE'), ...chunks]);
  return chunk(name, body, statedBytes ?? body.length);
}

export function int16Bytes(...codes: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * codes.length);
  codes.forEach((code, index) => bytes.writeInt16LE(code, 2 * index));
  return bytes;
}
