import type { BitReader } from './bitReader.ts';
import { BrokenBlock } from './frameHeader.ts';

const FIXED_COEFFICIENTS: readonly (readonly number[])[] = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

/**
 * One channel of a block, as integers in `samples` (RFC 9639, 9.2). Sums of predictors stay below 2^53 for every legal stream, so float64 holds them exactly.
 * @throws BrokenBlock, OutOfBytes
 */
export function readSubframe(
  reader: BitReader,
  bitsPerSample: number,
  blockFrames: number,
  samples: Float64Array,
): void {
  const head = reader.bits(8);
  const type = (head >> 1) & 0x3f;
  const wastedBits = (head & 1) === 1 ? reader.unary() + 1 : 0;
  const bits = bitsPerSample - wastedBits;
  if (head >= 0x80 || bits < 1) throw new BrokenBlock('the head of a channel is not well formed');
  if (type === 0) {
    samples.fill(reader.signed(bits), 0, blockFrames);
  } else if (type === 1) {
    for (let index = 0; index < blockFrames; index++) samples[index] = reader.signed(bits);
  } else if (type >= 8 && type <= 12) {
    readWarmUp(reader, bits, type - 8, blockFrames, samples);
    readResidual(reader, type - 8, blockFrames, samples);
    predict(samples, blockFrames, FIXED_COEFFICIENTS[type - 8], 0);
  } else if (type >= 32) {
    readLinearPrediction(reader, bits, type - 31, blockFrames, samples);
  } else throw new BrokenBlock(`a channel is coded in the reserved way ${type}`);
  reader.checkEnd();
  if (wastedBits > 0) for (let index = 0; index < blockFrames; index++) samples[index] *= 2 ** wastedBits;
}

function readWarmUp(reader: BitReader, bits: number, order: number, blockFrames: number, samples: Float64Array): void {
  if (order > blockFrames) throw new BrokenBlock(`a predictor of order ${order} is longer than its block`);
  for (let index = 0; index < order; index++) samples[index] = reader.signed(bits);
}

function readLinearPrediction(
  reader: BitReader,
  bits: number,
  order: number,
  blockFrames: number,
  samples: Float64Array,
): void {
  readWarmUp(reader, bits, order, blockFrames, samples);
  const precision = reader.bits(4) + 1;
  const shift = reader.signed(5);
  if (precision === 16 || shift < 0) throw new BrokenBlock('the precision of a predictor is not legal');
  const coefficients = Array.from({ length: order }, () => reader.signed(precision));
  readResidual(reader, order, blockFrames, samples);
  predict(samples, blockFrames, coefficients, shift);
}

/** Adds to each residual the prediction from the samples before it. */
function predict(samples: Float64Array, blockFrames: number, coefficients: readonly number[], shift: number): void {
  const order = coefficients.length;
  const weights = Float64Array.from(coefficients);
  const scale = 2 ** -shift;
  for (let index = order; index < blockFrames; index++) {
    let sum = 0;
    for (let tap = 0; tap < order; tap++) sum += weights[tap] * samples[index - 1 - tap];
    samples[index] += Math.floor(sum * scale);
  }
}

/** Rice-coded partitions, from `order` on (RFC 9639, 9.2.7). */
function readResidual(reader: BitReader, order: number, blockFrames: number, samples: Float64Array): void {
  const method = reader.bits(2);
  if (method > 1) throw new BrokenBlock('a residual is coded in a reserved way');
  const parameterBits = method === 0 ? 4 : 5;
  const escape = method === 0 ? 15 : 31;
  const partitionOrder = reader.bits(4);
  const partitionFrames = blockFrames / 2 ** partitionOrder;
  if (!Number.isInteger(partitionFrames) || partitionFrames < order)
    throw new BrokenBlock(`${blockFrames} frames cannot be parted by 2^${partitionOrder}`);
  let index = order;
  for (let end = partitionFrames; end <= blockFrames; end += partitionFrames) {
    const parameter = reader.bits(parameterBits);
    if (parameter === escape) {
      const bits = reader.bits(5);
      for (; index < end; index++) samples[index] = bits === 0 ? 0 : reader.signed(bits);
    } else {
      for (; index < end; index++) samples[index] = reader.rice(parameter);
    }
    reader.checkEnd();
  }
}
