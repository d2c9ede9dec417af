import { decodeDeviceFrames, encodeDeviceFrames } from '../../core/signal/deviceFrames.ts';
import { raisedCosine, RAMP_SECONDS } from '../../core/signal/ramp.ts';
import type { DeviceFrames, RawCapture, StreamReport } from '../../core/signal/types.ts';
import type { LiveRequest, LiveStream } from './liveStream.ts';
import { flawlessReport } from '../../core/signal/flawlessReport.ts';

/** The bench is computed in stretches of this length, each with a run-up in which the filters settle and the latency lies. */
const STRETCH_SECONDS = 0.05;
/** Computed at one go at most. */
const MOST_STRETCHES = 3;
const RUN_UP_SECONDS = 0.06;
/** Live stretches take their noise from takes that no run reaches. */
const FIRST_TAKE = 1_000_000;

/** What the bench records of a stretch: as many frames as were played. */
export type RecordStretch = (frames: DeviceFrames, takeNumber: number) => RawCapture;

interface Pattern {
  readonly channels: readonly Float64Array[];
  readonly frameCount: number;
  readonly startFrame: number;
  /** Fades out from here on; null while it plays. */
  endFrame: number | null;
}

/** A live stream over a simulated bench: computed as the clock passes, so that a reader sees what hardware would give it. */
export class SimulatedLive implements LiveStream {
  readonly ended: Promise<StreamReport>;
  readonly #request: LiveRequest;
  readonly #record: RecordStretch;
  readonly #nowMs: () => number;
  readonly #ring: Float32Array;
  #startedMs: number;
  readonly #timer: NodeJS.Timeout;
  #patterns: Pattern[] = [];
  #frames = 0;
  #takeNumber = FIRST_TAKE;
  #finish: (report: StreamReport) => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  /** @param nowMs a clock that only goes forward */
  constructor(request: LiveRequest, record: RecordStretch, nowMs: () => number = () => performance.now()) {
    this.#request = request;
    this.#record = record;
    this.#nowMs = nowMs;
    this.#startedMs = nowMs();
    this.#ring = new Float32Array(request.ringFrames * request.inputChannelCount);
    this.ended = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    this.#timer = setInterval(() => {
      this.#catchUp();
    }, 500 * STRETCH_SECONDS);
  }

  play(frames: DeviceFrames): void {
    const rampFrames = this.#rampFrames;
    for (const pattern of this.#patterns) pattern.endFrame ??= this.#frames;
    const silentFrom = Math.max(
      this.#frames,
      ...this.#patterns.map(({ endFrame }) => (endFrame ?? this.#frames) + rampFrames),
    );
    const startFrame = this.#patterns.length === 0 ? this.#frames : silentFrom;
    const { frameCount } = frames;
    this.#patterns.push({ channels: decodeDeviceFrames(frames), frameCount, startFrame, endFrame: null });
  }

  read(fromFrame: number, target: Float32Array): { fromFrame: number; frameCount: number } {
    const { inputChannelCount, ringFrames } = this.#request;
    const first = Math.max(fromFrame, this.#frames - Math.floor(0.75 * ringFrames), 0);
    const frameCount = Math.max(
      0,
      Math.min(Math.floor(target.length / inputChannelCount), this.#frames - Math.min(first, this.#frames)),
    );
    for (let frame = 0; frame < frameCount; frame++) {
      const place = ((first + frame) % ringFrames) * inputChannelCount;
      for (let channel = 0; channel < inputChannelCount; channel++)
        target[frame * inputChannelCount + channel] = this.#ring[place + channel];
    }
    return { fromFrame: Math.min(first, this.#frames), frameCount };
  }

  framesDone(): number {
    return this.#frames;
  }

  stop(): void {
    clearInterval(this.#timer);
    const { sampleRateHz } = this.#request;
    this.#finish(flawlessReport('simulated', sampleRateHz, this.#frames, 'cancelled'));
  }

  get #rampFrames(): number {
    return Math.round(RAMP_SECONDS * this.#request.sampleRateHz);
  }

  /** Computes every stretch that has passed. A process that is too busy for that has a bench that goes slower: nothing is left out, and it stays free to hear a stop. */
  #catchUp(): void {
    const { sampleRateHz } = this.#request;
    const stretch = Math.round(STRETCH_SECONDS * sampleRateHz);
    const stretches = Math.floor(((this.#nowMs() - this.#startedMs) * sampleRateHz) / 1000 / stretch);
    const behind = stretches - this.#frames / stretch - MOST_STRETCHES;
    if (behind > 0) this.#startedMs += behind * STRETCH_SECONDS * 1000;
    const due = (stretches - Math.max(0, behind)) * stretch;
    try {
      while (this.#frames < due) this.#computeStretch(stretch);
    } catch (error) {
      clearInterval(this.#timer);
      this.#fail(error);
    }
  }

  #computeStretch(stretch: number): void {
    const { sampleRateHz, format, outputChannelCount, inputChannelCount, ringFrames } = this.#request;
    const runUp = Math.round(RUN_UP_SECONDS * sampleRateHz);
    const from = this.#frames - runUp;
    const half = runUp >> 1;
    const channels = Array.from({ length: outputChannelCount }, (_unused, channel) => {
      const samples = new Float64Array(runUp + stretch);
      // A run-up that began at full height would ring in the couplings' long time constants
      for (let frame = 0; frame < samples.length; frame++)
        samples[frame] = this.#playedAt(channel, from + frame) * (frame < half ? raisedCosine(frame / half) : 1);
      return samples;
    });
    this.#takeNumber += 1;
    const capture = this.#record(encodeDeviceFrames(channels, sampleRateHz, format), this.#takeNumber);
    for (let frame = 0; frame < stretch; frame++) {
      const place = ((this.#frames + frame) % ringFrames) * inputChannelCount;
      for (let channel = 0; channel < inputChannelCount; channel++)
        this.#ring[place + channel] = capture.frames[(runUp + frame) * inputChannelCount + channel];
    }
    this.#frames += stretch;
    const rampFrames = this.#rampFrames;
    this.#patterns = this.#patterns.filter(
      ({ endFrame }) => endFrame === null || endFrame + rampFrames > this.#frames - runUp,
    );
  }

  #playedAt(channel: number, frame: number): number {
    const rampFrames = this.#rampFrames;
    let sum = 0;
    for (const { channels, frameCount, startFrame, endFrame } of this.#patterns) {
      const into = frame - startFrame;
      if (into < 0 || (endFrame !== null && frame >= endFrame + rampFrames)) continue;
      const rising = Math.min(1, into / rampFrames);
      const falling = endFrame === null ? 1 : Math.min(1, Math.max(0, (endFrame + rampFrames - frame) / rampFrames));
      sum += channels[channel][into % frameCount] * rising * falling;
    }
    return sum;
  }
}
