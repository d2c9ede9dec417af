import { driveOf } from '../../core/calibration/drive.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import { toDeviceFrames } from '../../core/calibration/toDeviceFrames.ts';
import type { AmpbenchError } from '../../core/errors.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import {
  assertAskable,
  isReached,
  liveOutputLimit,
  NEW_SIGNAL_DROP_DB,
  nextDriveRms,
  overLimit,
} from '../../core/run/liveLevel.ts';
import { buildLivePattern, type LivePattern } from '../../core/signal/livePattern.ts';
import { RAMP_SECONDS } from '../../core/signal/ramp.ts';
import { createRandom, type RandomSource } from '../../core/signal/random.ts';
import { ratioFromDb } from '../../core/units/decibel.ts';
import type { LiveGenerator, LiveOutput } from '../../electron/ipc/live.ts';
import type { LiveStream } from '../audio/liveStream.ts';
import { toErrorRecord } from './protocol.ts';
import { asRunError } from './liveError.ts';

/** What came back of a level is read over this long at least, and over a whole round of what is not steady. */
const JUDGED_SECONDS = 0.1;
/** A limit that is passed by no more is rounding and noise on a peak. */
const SLACK = 1.05;
const SEED = 1;

/** The rig's limits are for peaks: rms of the sine with the pattern's peak, per unit of its level. */
const peakFactorOf = ({ peak, rms }: LivePattern): number => Math.max(peak / Math.SQRT2, rms);

const sameSignal = (a: LiveGenerator, b: LiveGenerator): boolean =>
  JSON.stringify([a.signal, a.channels, a.snap]) === JSON.stringify([b.signal, b.channels, b.snap]);

/** Builds and checks what a generator asks for. @throws AmpbenchError of kind `plan` or `safety` */
export function prepareGenerator(rig: Rig, wiring: Wiring, generator: LiveGenerator, snapFrames: number): LivePattern {
  const snapped = generator.snap ? snapFrames : null;
  const pattern = buildLivePattern(generator.signal, rig.sampleRateHz, snapped, createRandom(SEED));
  if (generator.signal.kind !== 'off') assertAskable(rig, wiring, generator.level, peakFactorOf(pattern));
  return pattern;
}

interface LivePlayerParts {
  readonly rig: Rig;
  readonly wiring: Wiring;
  readonly stream: LiveStream;
  /** Longest way from the output to the input. */
  readonly tailSeconds: number;
  /** Tones that are snapped fall on the bins of a record of this length. */
  readonly snapFrames: number;
  readonly tell: (output: LiveOutput) => void;
  /** Something else plays; `fromFrame` of the stream is the first that shows nothing else. */
  readonly onPlay: (fromFrame: number) => void;
}

/** What came back since a level was set: sums over the frames that show it. */
interface Judgement {
  readonly fromFrame: number;
  readonly untilFrame: number;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  count: number;
}

/**
 * The live generator: rises to what is asked step by step, each judged by what came back; mutes itself where a limit would be passed or is found to be
 * (docs/spec/live.md, LIVE-30 to LIVE-36).
 */
export class LivePlayer {
  readonly #parts: LivePlayerParts;
  readonly #random: RandomSource = createRandom(SEED);
  #generator: LiveGenerator;
  #pattern: LivePattern;
  #driveRms = 0;
  #gainRatio: number | null = null;
  #state: LiveOutput['state'] = 'silent';
  #error: AmpbenchError | null = null;
  #judgement: Judgement | null = null;

  /** Silent until `start`. @throws AmpbenchError as `prepareGenerator` */
  constructor(parts: LivePlayerParts, generator: LiveGenerator) {
    this.#parts = parts;
    this.#generator = generator;
    this.#pattern = prepareGenerator(parts.rig, parts.wiring, generator, parts.snapFrames);
  }

  get output(): LiveOutput {
    return {
      state: this.#state,
      generator: this.#generator,
      driveRms: this.#driveRms,
      gainRatio: this.#gainRatio,
      frequenciesHz: this.#pattern.frequenciesHz,
      error: this.#error === null ? null : toErrorRecord(this.#error),
    };
  }

  start(): void {
    this.#guard(() => {
      this.#step();
    });
  }

  /** @throws AmpbenchError as `prepareGenerator`; what played goes on then */
  change(generator: LiveGenerator): void {
    const { rig, wiring, snapFrames } = this.#parts;
    const isNew = !sameSignal(generator, this.#generator);
    const pattern = isNew ? prepareGenerator(rig, wiring, generator, snapFrames) : this.#pattern;
    if (!isNew && generator.signal.kind !== 'off') assertAskable(rig, wiring, generator.level, peakFactorOf(pattern));
    // Lower by peaks: at one level noise has four times those of a sine
    if (isNew)
      this.#driveRms *=
        ratioFromDb(-NEW_SIGNAL_DROP_DB) *
        Math.min(1, peakFactorOf(this.#pattern) / Math.max(peakFactorOf(pattern), 1));
    this.#generator = generator;
    this.#pattern = pattern;
    this.#error = null;
    this.#guard(() => {
      if (!isNew || generator.signal.kind === 'off' || this.#gainRatio === null) this.#step();
      else this.#set(this.#driveRms > 0 ? this.#driveRms : this.#first(), 'rising');
    });
  }

  /** Frames of input, volts, one array for each channel; `fromFrame` counts as the stream does. */
  hear(blocks: readonly Float64Array[], fromFrame: number): void {
    if (this.#state === 'muted') return;
    const limit = liveOutputLimit(this.#parts.rig, this.#parts.wiring);
    const highest = limit.voltsRms * Math.SQRT2 * SLACK;
    for (const block of blocks) {
      for (const value of block) {
        if (value <= highest && value >= -highest) continue;
        this.mute(overLimit(Math.abs(value) / Math.SQRT2, limit, 'came back'));
        return;
      }
    }
    const judgement = this.#judgement;
    if (judgement === null) return;
    const frames = blocks[0].length;
    const first = Math.max(0, judgement.fromFrame - fromFrame);
    const end = Math.min(frames, judgement.untilFrame - fromFrame);
    blocks.forEach((block, channel) => {
      for (let frame = first; frame < end; frame++) {
        judgement.sums[channel] += block[frame];
        judgement.squares[channel] += block[frame] * block[frame];
      }
    });
    judgement.count += Math.max(0, end - first);
    if (fromFrame + frames >= judgement.untilFrame) this.#judge(judgement);
  }

  /** Fades to silence because of an error, and tells of it. */
  mute(error: AmpbenchError): void {
    this.#error = error;
    this.#play(0);
    this.#state = 'muted';
    this.#parts.tell(this.output);
  }

  #first(): number {
    const { rig, wiring } = this.#parts;
    const nothing = { driveRms: 0, gainRatio: null };
    return nextDriveRms(rig, wiring, this.#generator.level, nothing, peakFactorOf(this.#pattern));
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.mute(asRunError(error));
    }
  }

  /** One step nearer to what is asked. */
  #step(): void {
    const { rig, wiring } = this.#parts;
    const { signal, level } = this.#generator;
    if (signal.kind === 'off') {
      this.#set(0, 'silent');
      return;
    }
    const present = { driveRms: this.#driveRms, gainRatio: this.#gainRatio };
    if (present.driveRms > 0 && isReached(level, present)) this.#settle();
    else this.#set(nextDriveRms(rig, wiring, level, present, peakFactorOf(this.#pattern)), 'rising');
  }

  #settle(): void {
    if (this.#state === 'on') return;
    this.#state = 'on';
    this.#parts.tell(this.output);
  }

  #set(driveRms: number, state: LiveOutput['state']): void {
    this.#play(driveRms);
    this.#state = state;
    this.#parts.tell(this.output);
  }

  #judge({ sums, squares, count }: Judgement): void {
    this.#judgement = null;
    if (count === 0 || this.#driveRms === 0) return;
    let highest = 0;
    sums.forEach((sum, channel) => {
      const mean = sum / count;
      highest = Math.max(highest, squares[channel] / count - mean * mean);
    });
    this.#gainRatio = Math.sqrt(highest) / (this.#driveRms * this.#pattern.rms);
    this.#guard(() => {
      this.#step();
    });
  }

  #play(driveRms: number): void {
    const { rig, wiring, stream, tailSeconds } = this.#parts;
    const { sampleRateHz } = rig;
    const drive = driveOf(rig, wiring);
    const { samples } = this.#pattern;
    const scaled = samples.map((value) => value * driveRms);
    const silence = new Float64Array(samples.length);
    const { channels: driven } = this.#generator;
    const channelCount = Math.max(...drive.outputChannels);
    const channels = Array.from({ length: channelCount }, (_, index) => {
      const place = drive.outputChannels.indexOf(index + 1);
      const isDriven = driven === 'both' ? place >= 0 : place === (driven === 'left' ? 0 : 1);
      return isDriven ? scaled : silence;
    });
    this.#driveRms = driveRms;
    const calibration = { fullScaleVoltsRms: drive.fullScaleRms };
    stream.play(
      toDeviceFrames({ sampleRateHz, channels }, calibration, drive.format, this.#random, { dither: 'tpdf' }),
    );
    const isSteady = ['sine', 'square'].includes(this.#generator.signal.kind);
    const judgedSeconds = isSteady ? JUDGED_SECONDS : Math.max(JUDGED_SECONDS, samples.length / sampleRateHz);
    const fromFrame = stream.framesDone() + Math.round((2 * RAMP_SECONDS + tailSeconds) * sampleRateHz);
    this.#parts.onPlay(fromFrame);
    const channelsHeard = rig.channels.length;
    this.#judgement =
      driveRms === 0
        ? null
        : {
            fromFrame,
            untilFrame: fromFrame + Math.round(judgedSeconds * sampleRateHz),
            sums: new Float64Array(channelsHeard),
            squares: new Float64Array(channelsHeard),
            count: 0,
          };
  }
}
