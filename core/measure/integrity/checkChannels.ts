import { nextPowerOfTwo, realFft } from '../../dsp/fft.ts';
import type { AnalysisFinding, Capture } from '../analysis.ts';

/** A channel this far under the loudest carries nothing, power. */
const DEAD = 1e-10;
/** Channels as alike as this are one. */
const ALIKE = 1e-12;
/** How much better the other channel's stimulus must explain a channel. */
const SWAPPED_ADVANTAGE = 4;

/** One channel plays alone where the other is this far under it; swapped, the other is louder by as much. */
const ALONE = 1e-4;
const LOUDER = 100;
/** Two stimuli less alike than this can be told apart. */
const UNLIKE = 0.5;
const MOST_FRAMES = 2 ** 19;

interface ChannelsCheck {
  readonly findings: readonly AnalysisFinding[];
  /** Channels (from 0) that carry nothing and need no further look. */
  readonly dead: ReadonlySet<number>;
}

/** What shows only across channels: silence, a dead channel, two channels that are one, channels the wrong way round. */
export function checkChannels(capture: Capture, reference: Capture | null): ChannelsCheck {
  const { channels } = capture;
  const powers = channels.map((samples) => variance(samples));
  const loudest = Math.max(...powers);
  const finding = (
    code: AnalysisFinding['code'],
    channel: number | null,
    damaging: boolean,
    text: string,
  ): AnalysisFinding => ({ code, channel, atSeconds: null, count: null, damaging, text });
  if (!(loudest > 0)) {
    return {
      findings: [finding('silence', null, true, 'every sample of every channel is the same')],
      dead: new Set(channels.keys()),
    };
  }
  const findings: AnalysisFinding[] = [];
  const dead = new Set<number>();
  for (const [index, power] of powers.entries()) {
    if (power > DEAD * loudest) continue;
    dead.add(index);
    findings.push(finding('dead-channel', index + 1, true, `channel ${index + 1} carries nothing`));
  }
  for (const [index, samples] of channels.entries()) {
    const next = channels.at(index + 1);
    if (next === undefined || dead.has(index) || dead.has(index + 1)) continue;
    if (differencePower(samples, next) > ALIKE * powers[index]) continue;
    const differ = reference !== null && reference.channels.length > index + 1;
    const isWrong = differ && differencePower(reference.channels[index], reference.channels[index + 1]) > 0;
    findings.push(
      finding('mono', null, isWrong, `channels ${index + 1} and ${index + 2} are the same to the last digit`),
    );
  }
  if (reference !== null && reference.channels.length > 1 && channels.length > 1 && areSwapped(reference, capture))
    findings.push(finding('swapped-channels', null, true, 'channels 1 and 2 are the wrong way round'));
  return { findings, dead };
}

function variance(samples: Float64Array): number {
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  return samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples.length;
}

function differencePower(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) sum += (a[index] - b[index]) ** 2;
  return sum / Math.max(length, 1);
}

/** Whether the first two channels carry each other's stimulus: by who is loud, where one plays alone, else by their spectra. */
function areSwapped(reference: Capture, capture: Capture): boolean {
  const [a, b] = reference.channels.map(variance);
  const [x, y] = capture.channels.map(variance);
  if (Math.min(a, b) < ALONE * Math.max(a, b)) return a > b ? y > LOUDER * x : x > LOUDER * y;
  const [playedA, playedB] = reference.channels.map(bandPowers);
  const [heardX, heardY] = capture.channels.map(bandPowers);
  const straight = likeness(playedA, heardX) + likeness(playedB, heardY);
  const crossed = likeness(playedA, heardY) + likeness(playedB, heardX);
  return likeness(playedA, playedB) < UNLIKE && crossed > SWAPPED_ADVANTAGE * straight;
}

/** Power in bands of a sixth of an octave. */
function bandPowers(samples: Float64Array): Float64Array {
  const record = samples.subarray(0, MOST_FRAMES);
  const size = nextPowerOfTwo(record.length);
  const spectrum = realFft(record, size);
  const bands = new Float64Array(6 * Math.ceil(Math.log2(size)));
  for (let bin = 1; bin < size / 2; bin++)
    bands[Math.floor(6 * Math.log2(bin))] += spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2;
  return bands;
}

/** Cosine of the angle between two patterns of power. */
function likeness(a: Float64Array, b: Float64Array): number {
  let product = 0;
  let aa = 0;
  let bb = 0;
  for (let index = 0; index < a.length; index++) {
    product += a[index] * b[index];
    aa += a[index] ** 2;
    bb += b[index] ** 2;
  }
  return aa > 0 && bb > 0 ? product / Math.sqrt(aa * bb) : 0;
}
