import { nextPowerOfTwo, realFft } from '../../dsp/fft.ts';
import { transferFunction, type TransferPoint } from '../../dsp/transferFunction.ts';

/** Highest share of the sample rate at which a response is reported: the interface's own filters end it. */
export const HIGHEST_RATE_SHARE = 0.45;

/**
 * Transfer functions from a played sweep (or the time-reference channel's capture of it) to each recorded channel. docs/spec/frequency-response.md.
 * @param reference the known stimulus, or what the reference channel recorded
 * @param captures one array per channel, on the reference's time base to within a few milliseconds; equal lengths
 */
export function analyzeTransfer(
  reference: Float64Array,
  captures: readonly Float64Array[],
  sampleRateHz: number,
  frequenciesHz: readonly number[],
): TransferPoint[][] {
  const size = nextPowerOfTwo(reference.length);
  const x = realFft(reference, size);
  return captures.map((capture) => transferFunction(x, realFft(capture, size), sampleRateHz / size, frequenciesHz));
}
