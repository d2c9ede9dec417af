import { AmpbenchError } from '../../core/errors.ts';
import type { Wiring } from '../../core/planner/plan.ts';
import { decodeDeviceFrames, encodeDeviceFrames } from '../../core/signal/deviceFrames.ts';
import { raisedCosine, RAMP_SECONDS } from '../../core/signal/ramp.ts';
import type { DeviceFrames, RawCapture } from '../../core/signal/types.ts';
import type { SimulatedBench } from '../../core/simulate/types.ts';
import type { AudioDevice, AudioIo, DeviceList, PlayrecProgress, PlayrecRequest, StreamRequest } from './audioIo.ts';
import { readerOf } from './readerOf.ts';
import { SimulatedLive } from './simulatedLive.ts';
import type { LiveRequest, LiveStream } from './liveStream.ts';
import { LOOPBACK } from '../../core/planner/wiring.ts';

/** The audio port over a simulated bench, with the hands and the memory that the simulated person needs. */
export interface SimulatedAudio extends AudioIo {
  /** Wires the bench, from the next take on. It starts in loopback. */
  setWiring(wiring: Wiring): void;
  /** The number the next take counts as; after it they count on. Fixes its noise and the faults that strike it. */
  setTakeNumber(takeNumber: number): void;
}

export interface SimulatedAudioOptions {
  /** True: a take lasts as long as its audio, as on hardware. Default: as fast as it computes. */
  readonly realTime?: boolean;
}

/** Progress is told this often in a take. */
const PROGRESS_SECONDS = 0.05;
const FAST_PROGRESS_STEPS = 20;

const HOST_API = 'Simulation';

/** Opens a bench as an audio driver. One playrec at a time. */
export function createSimulatedAudio(bench: SimulatedBench, options: SimulatedAudioOptions = {}): SimulatedAudio {
  return new BenchAudio(bench, options.realTime === true);
}

class BenchAudio implements SimulatedAudio {
  readonly driver = 'simulated';
  readonly #bench: SimulatedBench;
  readonly #realTime: boolean;
  #wiring: Wiring = LOOPBACK;
  #takeNumber = 1;
  #state: 'idle' | 'busy' | 'closed' = 'idle';

  constructor(bench: SimulatedBench, realTime: boolean) {
    this.#bench = bench;
    this.#realTime = realTime;
  }

  setWiring(wiring: Wiring): void {
    this.#wiring = wiring;
  }

  setTakeNumber(takeNumber: number): void {
    this.#takeNumber = takeNumber;
  }

  listDevices(): Promise<DeviceList> {
    const { rig, inputChannelCount, outputChannelCount, digitalChannelCount } = this.#bench;
    const together = rig.outputDevice === rig.inputDevice;
    const device = (index: number, name: string, inputs: number, outputs: number): AudioDevice => ({
      index,
      name,
      hostApi: HOST_API,
      maxInputChannels: inputs,
      maxOutputChannels: outputs,
      defaultSampleRateHz: rig.sampleRateHz,
    });
    const devices = together
      ? [device(0, rig.outputDevice, inputChannelCount, outputChannelCount)]
      : [device(0, rig.outputDevice, 0, outputChannelCount), device(1, rig.inputDevice, inputChannelCount, 0)];
    if (rig.digitalOutput !== undefined && digitalChannelCount !== null) {
      devices.push(device(devices.length, rig.digitalOutput.device, 0, digitalChannelCount));
    }
    return Promise.resolve({ driver: this.driver, version: `bench ${this.#bench.id}`, hostApis: [HOST_API], devices });
  }

  supports(request: StreamRequest): Promise<string | null> {
    return Promise.resolve(this.#missingDevice(request) ?? this.#bench.refusal(request, this.#driveOf(request)));
  }

  async playrec(
    request: PlayrecRequest,
    onProgress: (progress: PlayrecProgress) => void = () => undefined,
    cancel?: AbortSignal,
  ): Promise<RawCapture> {
    this.#requireOpenable(request);
    const takeNumber = this.#takeNumber;
    this.#takeNumber += 1;
    this.#state = 'busy';
    try {
      return await this.#take(request, takeNumber, this.#wiring, onProgress, cancel);
    } finally {
      this.#finish();
    }
  }

  /** Wired as it is now; the caller opens one at a time. */
  openLive(request: LiveRequest): Promise<LiveStream> {
    const refused = this.#missingDevice(request) ?? this.#bench.refusal(request, this.#driveOf(request));
    const { id } = this.#bench;
    if (refused !== null || this.#state !== 'idle') {
      const reason = refused ?? `the audio of ${id} is ${this.#state}`;
      return Promise.reject(
        new AmpbenchError('device', 'format-not-supported', `${reason} on ${id} in openLive`, { id }),
      );
    }
    this.#state = 'busy';
    const wiring = this.#wiring;
    const live = new SimulatedLive(request, (frames, takeNumber) =>
      this.#bench.record({ frames, tailFrames: 0, inputChannelCount: request.inputChannelCount, wiring, takeNumber }),
    );
    const done = (): void => {
      this.#finish();
    };
    live.ended.then(done, done);
    return Promise.resolve(live);
  }

  /** A take that ends after `close` leaves the driver closed. */
  #finish(): void {
    if (this.#state === 'busy') this.#state = 'idle';
  }

  close(): Promise<void> {
    this.#state = 'closed';
    return Promise.resolve();
  }

  /** A stream to the DUT's own name drives its digital input. */
  #driveOf(request: StreamRequest): Wiring['drive'] {
    return this.#bench.rig.digitalOutput?.device.includes(request.outputDevice) === true ? 'digital' : 'analogue';
  }

  #missingDevice(request: StreamRequest): string | null {
    const { rig, id } = this.#bench;
    const other = [request.outputHostApi, request.inputHostApi].find((api) => api !== null && api !== HOST_API);
    if (other !== undefined) return `host API is "${other}" but must be "${HOST_API}" or null on ${id}`;
    if (!rig.outputDevice.includes(request.outputDevice) && this.#driveOf(request) === 'analogue') {
      return `output device "${request.outputDevice}" must be "${rig.outputDevice}" on ${id}`;
    }
    if (!rig.inputDevice.includes(request.inputDevice)) {
      return `input device "${request.inputDevice}" must be "${rig.inputDevice}" on ${id}`;
    }
    return null;
  }

  #requireOpenable(request: PlayrecRequest): void {
    const { id } = this.#bench;
    if (this.#state !== 'idle') {
      throw new AmpbenchError(
        'device',
        `stream-${this.#state}`,
        `the audio of ${id} is ${this.#state} but must be idle in playrec`,
        { id },
      );
    }
    const missing = this.#missingDevice(request);
    if (missing !== null) {
      throw new AmpbenchError(
        'device',
        'device-not-found',
        `${missing} in playrec`,
        { id },
        'List them with: ampbench devices',
      );
    }
    const { frames } = request;
    if (
      frames.channelCount !== request.outputChannelCount ||
      frames.sampleRateHz !== request.sampleRateHz ||
      frames.format !== request.format
    ) {
      throw new AmpbenchError(
        'bug',
        'frames-unlike-request',
        `the frames are ${frames.channelCount} × ${frames.format} at ${frames.sampleRateHz} Hz but the stream was asked for ` +
          `${request.outputChannelCount} × ${request.format} at ${request.sampleRateHz} Hz in playrec`,
        { id },
      );
    }
    const refused = this.#bench.refusal(request, this.#driveOf(request));
    if (refused !== null) {
      throw new AmpbenchError('device', 'format-not-supported', `${refused} on ${id} in playrec`, { id });
    }
  }

  async #take(
    request: PlayrecRequest,
    takeNumber: number,
    wiring: Wiring,
    onProgress: (progress: PlayrecProgress) => void,
    cancel: AbortSignal | undefined,
  ): Promise<RawCapture> {
    const startedAt = performance.now();
    const { frames, tailFrames, inputChannelCount, sampleRateHz } = request;
    const framesTotal = frames.frameCount + tailFrames;
    const record = (played: DeviceFrames, tail: number): RawCapture =>
      this.#bench.record({ frames: played, tailFrames: tail, inputChannelCount, wiring, takeNumber });
    const capture = record(frames, tailFrames);
    const progressFrames = this.#realTime ? PROGRESS_SECONDS * sampleRateHz : framesTotal / FAST_PROGRESS_STEPS;
    for (let framesDone = 0; framesDone < framesTotal;) {
      await this.#pause();
      if (cancel?.aborted === true) return cancelled(request, framesDone, record);
      framesDone = this.#realTime
        ? Math.min(framesTotal, Math.floor(((performance.now() - startedAt) * sampleRateHz) / 1000))
        : Math.min(framesTotal, Math.ceil(framesDone + progressFrames));
      const read = readerOf(capture.frames, inputChannelCount, framesDone);
      onProgress({ framesDone, framesTotal, read });
    }
    return capture;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#realTime) setTimeout(resolve, 1000 * PROGRESS_SECONDS);
      else setImmediate(resolve);
    });
  }
}

/** What is captured when the person stops after `framesDone` frames: the output fades within 20 ms and the capture ends with it. */
function cancelled(
  request: PlayrecRequest,
  framesDone: number,
  record: (frames: DeviceFrames, tailFrames: number) => RawCapture,
): RawCapture {
  const { frames } = request;
  const rampFrames = Math.floor(RAMP_SECONDS * frames.sampleRateHz);
  const capturedFrames = Math.min(framesDone + rampFrames, frames.frameCount + request.tailFrames);
  const playedFrames = Math.min(capturedFrames, frames.frameCount);
  const channels = decodeDeviceFrames(frames).map((channel) => {
    const played = channel.slice(0, playedFrames);
    for (let frame = framesDone; frame < playedFrames; frame++) {
      played[frame] *= raisedCosine((framesDone + rampFrames - frame) / rampFrames);
    }
    return played;
  });
  const faded = encodeDeviceFrames(channels, frames.sampleRateHz, frames.format);
  const capture = record(faded, capturedFrames - playedFrames);
  return {
    ...capture,
    report: {
      ...capture.report,
      requestedFrames: frames.frameCount + request.tailFrames,
      stopReason: 'cancelled',
    },
  };
}
