// The fallback driver's own process. naudiodon prints to stdout, holds its threads for ever when a device goes away, and
// cannot be aborted: here all that ends with the process, whenever the parent wishes. Node built-ins and naudiodon only.
//
// The parent sends one command: { type: 'list' }, { type: 'probe', stream } or { type: 'play', stream, samples,
// captureFrames }, and may send { type: 'cancel' } after `play`. Answers: 'listed', 'opened', 'captured' (again and
// again), 'done', or 'failed' with a reason: 'missing', 'device-changed' or 'refused'.
import { createRequire } from 'node:module';

const FEED_SECONDS = 0.02;
/** Ten feeds are on their way at most: what is queued still plays after a cancel. */
const FEEDS_QUEUED = 10;
/** PortAudio's buffers; many, because naudiodon's audio callback waits where this is full. */
const BUFFERS_CAPTURED = 1000;
const FADE_SECONDS = 0.02;
const DRAIN_SECONDS = 0.5;
const NAUDIODON_FORMAT = { float32: 1, int16: 16, int24: 24, int32: 32 };
const BYTES_PER_SAMPLE = { float32: 4, int16: 2, int24: 3, int32: 4 };

const send = (message) => new Promise((resolve) => process.send(message, () => resolve()));

function loadNaudiodon() {
  try {
    return createRequire(import.meta.url)('naudiodon');
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function listDevices(naudiodon) {
  return {
    hostApis: naudiodon.getHostAPIs().HostAPIs.map(({ name }) => name),
    devices: naudiodon.getDevices().map((device) => ({
      index: device.id,
      name: device.name,
      hostApi: device.hostAPIName,
      maxInputChannels: device.maxInputChannels,
      maxOutputChannels: device.maxOutputChannels,
      defaultSampleRateHz: device.defaultSampleRate,
    })),
  };
}

/** naudiodon takes the default device for a number it does not know: the number must still be the device that was meant. */
function changedDevice(naudiodon, { output, input }) {
  const { devices } = listDevices(naudiodon);
  return [output, input].find((wanted) => {
    const now = devices[wanted.index];
    return now === undefined || now.name !== wanted.name || now.hostApi !== wanted.hostApi;
  });
}

function open(naudiodon, stream) {
  const { sampleRateHz, format, output, input } = stream;
  const feedFrames = Math.ceil(FEED_SECONDS * sampleRateHz);
  const direction = (device, maxQueue) => ({
    deviceId: device.index,
    sampleRate: sampleRateHz,
    channelCount: device.channelCount,
    sampleFormat: NAUDIODON_FORMAT[format],
    // A flag would destroy the stream; the capture says that it is not verified.
    closeOnError: false,
    maxQueue,
    highwaterMark: feedFrames * device.channelCount * BYTES_PER_SAMPLE[format],
  });
  return naudiodon.AudioIO({
    inOptions: direction(input, BUFFERS_CAPTURED),
    outOptions: direction(output, FEEDS_QUEUED),
  });
}

/** Multiplies the sample at `offset` of a little-endian buffer. */
function scaleSample(bytes, offset, format, factor) {
  if (format === 'float32') bytes.writeFloatLE(bytes.readFloatLE(offset) * factor, offset);
  else {
    const size = BYTES_PER_SAMPLE[format];
    bytes.writeIntLE(Math.round(bytes.readIntLE(offset, size) * factor), offset, size);
  }
}

/** What is to be played, piece by piece and then zeros for ever; after `fade`, falling to silence. */
class Feed {
  constructor(samples, stream) {
    this.samples = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
    this.format = stream.format;
    this.sampleBytes = BYTES_PER_SAMPLE[stream.format];
    this.frameBytes = stream.output.channelCount * this.sampleBytes;
    this.fadeFrames = Math.round(FADE_SECONDS * stream.sampleRateHz);
    this.feedFrames = Math.ceil(FEED_SECONDS * stream.sampleRateHz);
    this.framesFed = 0;
    this.fadeStart = null;
  }

  fade() {
    this.fadeStart ??= this.framesFed;
  }

  next() {
    const piece = Buffer.alloc(this.feedFrames * this.frameBytes);
    const from = this.framesFed * this.frameBytes;
    if (from < this.samples.length) this.samples.copy(piece, 0, from);
    if (this.fadeStart !== null) this.applyFade(piece);
    this.framesFed += this.feedFrames;
    return piece;
  }

  applyFade(piece) {
    for (let offset = 0; offset < piece.length; offset += this.sampleBytes) {
      const faded = this.framesFed + Math.floor(offset / this.frameBytes) - this.fadeStart;
      scaleSample(piece, offset, this.format, Math.max(0, 1 - faded / this.fadeFrames));
    }
  }
}

async function play(naudiodon, { stream, samples, captureFrames }) {
  const io = open(naudiodon, stream);
  const feed = new Feed(samples, stream);
  const frameBytes = stream.input.channelCount * BYTES_PER_SAMPLE[stream.format];
  let wantedFrames = captureFrames;
  let capturedFrames = 0;
  process.on('message', (message) => {
    if (message.type !== 'cancel') return;
    feed.fade();
    const drainedFrames = feed.fadeStart + Math.round((FADE_SECONDS + DRAIN_SECONDS) * stream.sampleRateHz);
    wantedFrames = Math.max(capturedFrames, Math.min(wantedFrames, drainedFrames));
  });
  await new Promise((resolve, reject) => {
    let finished = false;
    const pump = () => {
      while (!finished && io.write(feed.next()));
      if (!finished) io.once('drain', pump);
    };
    io.on('error', reject);
    io.on('data', (bytes) => {
      if (finished) return;
      // The stream may hand out a piece that ends inside a frame only at its end, which is never reached.
      const frames = Math.min(bytes.length / frameBytes, wantedFrames - capturedFrames);
      capturedFrames += frames;
      void send({ type: 'captured', bytes: bytes.subarray(0, frames * frameBytes) });
      if (capturedFrames < wantedFrames) return;
      finished = true;
      resolve();
    });
    pump();
    io.start();
  });
  await send({ type: 'done', cancelled: feed.fadeStart !== null });
  // The parent ends this process a second later if the device does not let go.
  await io.quit();
}

async function carryOut(command) {
  const naudiodon = loadNaudiodon();
  if (naudiodon instanceof Error) return send({ type: 'failed', reason: 'missing', text: naudiodon.message });
  if (command.type === 'list') return send({ type: 'listed', ...listDevices(naudiodon) });
  const changed = changedDevice(naudiodon, command.stream);
  if (changed !== undefined) return send({ type: 'failed', reason: 'device-changed', text: changed.name });
  try {
    if (command.type === 'play') return await play(naudiodon, command);
    open(naudiodon, command.stream);
    return await send({ type: 'opened' });
  } catch (error) {
    return send({ type: 'failed', reason: 'refused', text: error instanceof Error ? error.message : String(error) });
  }
}

process.once('uncaughtException', (error) => {
  void send({ type: 'failed', reason: 'refused', text: error.message }).then(() => process.exit(1));
});
process.once('message', (command) => {
  void carryOut(command).then(() => process.exit(0));
});
