import type { AnalysisFinding, Capture } from '../analysis.ts';
import { bandPowers, likeness } from './likeness.ts';

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

/** Correlation of two channels that were played alike, and of two that came back with opposite signs. */
const ALIKE_PLAYED = 0.99;
const OPPOSED = -0.9;
const MOST_COMPARED = 100_003;

interface ChannelsCheck {
  readonly findings: readonly AnalysisFinding[];
  /** Channels (from 0) that carry nothing and need no further look. */
  readonly dead: ReadonlySet<number>;
}

export const swappedFinding: AnalysisFinding = {
  code: 'swapped-channels',
  channel: null,
  atSeconds: null,
  count: null,
  damaging: true,
  text: 'channels 1 and 2 are the wrong way round',
};

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
    if (!areAlike(samples, next, powers[index])) continue;
    const differ = reference !== null && reference.channels.length > index + 1;
    const isWrong = differ && !areAlike(reference.channels[index], reference.channels[index + 1], 0);
    findings.push(
      finding('mono', null, isWrong, `channels ${index + 1} and ${index + 2} are the same to the last digit`),
    );
  }
  if (reference !== null) findings.push(...opposed(reference, capture, dead));
  if (reference !== null && reference.channels.length > 1 && channels.length > 1 && areSwapped(reference, capture))
    findings.push(swappedFinding);
  return { findings, dead };
}

function variance(samples: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < samples.length; index++) {
    sum += samples[index];
    squares += samples[index] * samples[index];
  }
  const mean = sum / samples.length;
  // Rounding of the difference is far below what DEAD asks of any signal beside an offset
  return Math.max(squares / samples.length - mean * mean, 0);
}

/** Whether two channels are equal to 120 dB; nearly always settled by the first samples. */
function areAlike(a: Float64Array, b: Float64Array, power: number): boolean {
  const length = Math.min(a.length, b.length);
  const most = ALIKE * power * length;
  let sum = 0;
  for (let index = 0; index < length && sum <= most; index++) sum += (a[index] - b[index]) ** 2;
  return sum <= most;
}

/** Whether the first two channels carry each other's stimulus: by who is loud, where one plays alone, else by their spectra. */
function areSwapped(reference: Capture, capture: Capture): boolean {
  const [a, b] = reference.channels.map(variance);
  const [x, y] = capture.channels.map(variance);
  if (Math.min(a, b) < ALONE * Math.max(a, b)) return a > b ? y > LOUDER * x : x > LOUDER * y;
  const [playedA, playedB] = reference.channels.map((channel) => bandPowers(channel));
  const [heardX, heardY] = capture.channels.map((channel) => bandPowers(channel));
  const straight = likeness(playedA, heardX) + likeness(playedB, heardY);
  const crossed = likeness(playedA, heardY) + likeness(playedB, heardX);
  return likeness(playedA, playedB) < UNLIKE && crossed > SWAPPED_ADVANTAGE * straight;
}

/** Channels that came back with opposite signs though they were played alike: of a steady tone no other sign of the polarity can be had. */
function opposed(reference: Capture, capture: Capture, dead: ReadonlySet<number>): AnalysisFinding[] {
  return capture.channels.flatMap((samples, index) => {
    if (index === 0 || dead.has(0) || dead.has(index)) return [];
    const played = reference.channels[Math.min(index, reference.channels.length - 1)];
    if (correlation(reference.channels[0], played) < ALIKE_PLAYED) return [];
    if (correlation(capture.channels[0], samples) > OPPOSED) return [];
    const text = `channel ${index + 1} has the opposite polarity of channel 1`;
    return [{ code: 'inverted' as const, channel: index + 1, atSeconds: null, count: null, damaging: false, text }];
  });
}

/** Correlation coefficient of two channels, in step; over every few frames of a long one. */
function correlation(a: Float64Array, b: Float64Array): number {
  if (a === b) return 1;
  const length = Math.min(a.length, b.length);
  const stride = Math.max(1, Math.floor(length / MOST_COMPARED));
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let index = 0; index < length; index += stride) {
    product += a[index] * b[index];
    squareA += a[index] * a[index];
    squareB += b[index] * b[index];
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}
