import type { Rig } from '../../core/calibration/rig.ts';
import { driveOf } from '../../core/calibration/drive.ts';
import type { AmpbenchError } from '../../core/errors.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import type { LiveChange, LiveEvent, LiveRequest } from '../../electron/ipc/live.ts';
import type { LiveStream } from '../audio/liveStream.ts';
import { devicesOf } from '../audio/rigStream.ts';
import { asRunError } from './liveError.ts';
import { LivePlayer } from './livePlayer.ts';
import { LiveReader } from './liveReader.ts';
import type { OpenedBench } from './runDesk.ts';

/** Seconds of input that can be saved afterwards; the stream holds more, because three quarters of its ring can be read. */
export const HELD_SECONDS = 10;
const RING_SECONDS = 14;
const PUMP_MS = 20;
/** Taken in at once; a machine that is this far behind leaves frames out. */
const LARGEST_BLOCK_SECONDS = 0.25;

export interface LiveSessionParts {
  readonly rig: Rig;
  readonly wiring: Wiring;
  readonly bench: OpenedBench;
  readonly request: LiveRequest;
  readonly tell: (event: LiveEvent) => void;
  readonly emit: (frame: Uint8Array) => void;
}

/** What was recorded last: interleaved, full scale = 1, the rig's own channels only. */
export interface HeldInput {
  readonly frames: Float32Array;
  readonly channelCount: number;
}

/** Generator and analyzer on an open live stream, until `close` or an error; the bench is given back then. */
export class LiveSession {
  readonly ended: Promise<void>;
  readonly #parts: LiveSessionParts;
  readonly #stream: LiveStream;
  readonly #player: LivePlayer;
  readonly #reader: LiveReader;
  readonly #timer: NodeJS.Timeout;
  readonly #inputChannelCount: number;
  readonly #incoming: Float32Array;
  readonly #blocks: readonly Float64Array[];
  #framesRead = 0;
  #failure: AmpbenchError | null = null;

  /** @throws AmpbenchError what opening the device throws; the bench is closed then */
  static async open(parts: LiveSessionParts): Promise<LiveSession> {
    const { rig, wiring, bench } = parts;
    try {
      bench.wire(wiring);
      const drive = driveOf(rig, wiring);
      const stream = await bench.audio.openLive({
        ...devicesOf(rig, wiring.drive),
        sampleRateHz: rig.sampleRateHz,
        format: drive.format,
        outputChannelCount: Math.max(...drive.outputChannels),
        inputChannelCount: Math.max(...rig.channels.map(({ inputChannel }) => inputChannel)),
        ringFrames: RING_SECONDS * rig.sampleRateHz,
      });
      return new LiveSession(parts, stream);
    } catch (error) {
      await bench.close();
      throw error;
    }
  }

  private constructor(parts: LiveSessionParts, stream: LiveStream) {
    const { rig, wiring, bench, request } = parts;
    this.#parts = parts;
    this.#stream = stream;
    this.#reader = new LiveReader(rig, request.analyzer, parts.emit);
    this.#player = new LivePlayer(
      {
        rig,
        wiring,
        stream,
        tailSeconds: bench.tailSeconds,
        snapFrames: this.#reader.spectrumPoints,
        tell: (output) => {
          parts.tell({ type: 'live-output', output });
        },
        onPlay: (fromFrame) => {
          this.#reader.restartFrom(fromFrame);
        },
      },
      request.generator,
    );
    this.#inputChannelCount = Math.max(...rig.channels.map(({ inputChannel }) => inputChannel));
    const frames = Math.round(LARGEST_BLOCK_SECONDS * rig.sampleRateHz);
    this.#incoming = new Float32Array(frames * this.#inputChannelCount);
    this.#blocks = rig.channels.map(() => new Float64Array(frames));
    this.#timer = setInterval(() => {
      this.#pump();
    }, PUMP_MS);
    this.ended = this.#end();
  }

  /** Tells that it has begun, and plays. */
  start(): void {
    const { rig, wiring } = this.#parts;
    const { spectrumPoints } = this.#reader;
    this.#parts.tell({
      type: 'live-started',
      rig,
      simulated: rig.driver === 'simulated',
      wiring,
      spectrumPoints,
    });
    this.#player.start();
  }

  /** @throws AmpbenchError of kind `usage`, `plan` or `safety`; nothing has changed then */
  change({ generator, analyzer }: LiveChange): void {
    if (analyzer !== undefined) this.#reader.change(analyzer);
    if (generator !== undefined) this.#player.change(generator);
  }

  /** The last seconds of input, as many as there are. */
  held(seconds: number): HeldInput {
    const { rig } = this.#parts;
    const wanted = Math.round(Math.min(seconds, HELD_SECONDS) * rig.sampleRateHz);
    const raw = new Float32Array(wanted * this.#inputChannelCount);
    const { frameCount } = this.#stream.read(Math.max(0, this.#stream.framesDone() - wanted), raw);
    const channelCount = rig.channels.length;
    const frames = new Float32Array(frameCount * channelCount);
    rig.channels.forEach(({ inputChannel }, channel) => {
      for (let frame = 0; frame < frameCount; frame++)
        frames[frame * channelCount + channel] = raw[frame * this.#inputChannelCount + inputChannel - 1];
    });
    return { frames, channelCount };
  }

  /** What plays now, for a capture's description. */
  get output() {
    return this.#player.output;
  }

  /** Fades the output and ends; `ended` resolves when nothing plays any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#stream.stop();
  }

  async #end(): Promise<void> {
    try {
      await this.#stream.ended;
    } catch (error) {
      this.#failure ??= asRunError(error);
    } finally {
      clearInterval(this.#timer);
      await this.#parts.bench.close();
      const error = this.#failure?.toRecord() ?? null;
      this.#parts.tell({ type: 'live-ended', error });
    }
  }

  #pump(): void {
    try {
      this.#takeIn();
    } catch (error) {
      this.#failure = asRunError(error);
      this.close();
    }
  }

  #takeIn(): void {
    const { rig } = this.#parts;
    const { fromFrame, frameCount } = this.#stream.read(this.#skipFrom(), this.#incoming);
    this.#reader.lose(fromFrame - this.#framesRead);
    this.#framesRead = fromFrame + frameCount;
    if (frameCount === 0) return;
    const { fullScaleVoltsRms, dividerRatio } = rig.input;
    const voltsPerUnit = fullScaleVoltsRms * Math.SQRT2 * dividerRatio;
    const blocks = this.#blocks.map((block) => block.subarray(0, frameCount));
    rig.channels.forEach(({ inputChannel }, channel) => {
      const block = blocks[channel];
      let at = inputChannel - 1;
      for (let frame = 0; frame < frameCount; frame++, at += this.#inputChannelCount)
        block[frame] = this.#incoming[at] * voltsPerUnit;
    });
    // Limits first: what follows takes milliseconds
    this.#player.hear(blocks, fromFrame);
    this.#reader.push(blocks);
  }

  /** Where to read on; what a stalled machine cannot catch up with is left out, so that meters show the present. */
  #skipFrom(): number {
    const behind = this.#stream.framesDone() - this.#framesRead;
    const most = 2 * this.#blocks[0].length;
    return behind > most ? this.#stream.framesDone() - this.#blocks[0].length : this.#framesRead;
  }
}
