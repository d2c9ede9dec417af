import { AmpbenchError } from '../../core/errors.ts';
import type { SampleFormat } from '../../core/signal/types.ts';
import type { PlayrecRequest } from './audioIo.ts';

/** What an `int24` sample is made of comes as bytes; the other formats in their own array type. */
const ELEMENTS: Readonly<Record<SampleFormat, { readonly type: string; readonly elementsPerSample: number }>> = {
  float32: { type: 'Float32Array', elementsPerSample: 1 },
  int16: { type: 'Int16Array', elementsPerSample: 1 },
  int24: { type: 'Uint8Array', elementsPerSample: 3 },
  int32: { type: 'Int32Array', elementsPerSample: 1 },
};

/**
 * The frames of a request against the stream they are to be played on: samples pass untouched, so nothing may differ.
 * @throws AmpbenchError bug `frames-unlike-request`
 */
export function checkPlayrecRequest(request: PlayrecRequest): void {
  const { frames } = request;
  const refuse = (field: string, value: string | number, rule: string): never => {
    throw new AmpbenchError('bug', 'frames-unlike-request', `frames.${field} is ${value} but must be ${rule}`, {
      field,
      value,
    });
  };
  if (frames.format !== request.format) refuse('format', frames.format, `the stream's ${request.format}`);
  if (frames.sampleRateHz !== request.sampleRateHz)
    refuse('sampleRateHz', frames.sampleRateHz, `the stream's ${request.sampleRateHz}`);
  if (frames.channelCount !== request.outputChannelCount) {
    refuse('channelCount', frames.channelCount, `the stream's ${request.outputChannelCount} output channels`);
  }
  const { type, elementsPerSample } = ELEMENTS[frames.format];
  if (frames.data.constructor.name !== type)
    refuse('data', frames.data.constructor.name, `a ${type} for ${frames.format}`);
  const elements = frames.frameCount * frames.channelCount * elementsPerSample;
  if (frames.data.length !== elements)
    refuse('data.length', frames.data.length, `${elements} for ${frames.frameCount} frames`);
  if (!Number.isInteger(request.tailFrames) || request.tailFrames < 0) {
    throw new AmpbenchError(
      'bug',
      'frames-unlike-request',
      `tailFrames is ${request.tailFrames} but must be a whole number, 0 or more`,
      {
        field: 'tailFrames',
        value: request.tailFrames,
      },
    );
  }
}
