import { AmpbenchError } from '../../errors.ts';
import { LiveChannel, type RecordStretch } from './liveChannel.ts';
import type { LiveOptions, LiveReading, LiveSettings } from './liveReading.ts';

const SMALLEST_RECORD = 1024;
const LARGEST_RECORD = 2 ** 22;

function refuse(code: string, message: string, data: AmpbenchError['data']): never {
  throw new AmpbenchError('usage', code, `${message} in the live analyzer`, data);
}

function checkOptions({ bandHz, averaging }: LiveOptions, sampleRateHz: number): void {
  const [lowHz, highHz] = bandHz;
  if (!(lowHz >= 0 && lowHz < highHz && highHz <= sampleRateHz / 2))
    refuse(
      'band-outside',
      `bandHz is ${lowHz} to ${highHz} but must ascend within 0 to ${sampleRateHz / 2} (half the sample rate)`,
      { lowHz, highHz },
    );
  if (!(Number.isInteger(averaging.count) && averaging.count >= 1))
    refuse('averaging', `averaging.count is ${averaging.count} but must be 1 or more`, { count: averaging.count });
}

function checkSettings(settings: LiveSettings): void {
  const { sampleRateHz, channelCount, spectrumPoints, updatesPerSecond, clipLevel } = settings;
  if (!(Number.isFinite(sampleRateHz) && sampleRateHz > 0))
    refuse('sample-rate', `the sample rate is ${sampleRateHz} Hz but must be positive`, { sampleRateHz });
  if (!(Number.isInteger(channelCount) && channelCount >= 1))
    refuse('channel-count', `channelCount is ${channelCount} but must be 1 or more`, { channelCount });
  if (
    !Number.isInteger(Math.log2(spectrumPoints)) ||
    spectrumPoints < SMALLEST_RECORD ||
    spectrumPoints > LARGEST_RECORD
  )
    refuse(
      'spectrum-points',
      `spectrumPoints is ${spectrumPoints} but must be a power of two from ${SMALLEST_RECORD} to ${LARGEST_RECORD}`,
      { spectrumPoints },
    );
  if (!(updatesPerSecond > 0 && updatesPerSecond <= sampleRateHz))
    refuse('update-rate', `updatesPerSecond is ${updatesPerSecond} but must be above 0 and at most the sample rate`, {
      updatesPerSecond,
    });
  checkOptions(settings, sampleRateHz);
  if (!(clipLevel > 0)) refuse('clip-level', `clipLevel is ${clipLevel} but must be positive`, { clipLevel });
}

/**
 * Level, peak, clipping, THD+N and spectrum of a stream, renewed `updatesPerSecond` times a second from the last `spectrumPoints` samples: docs/spec/live.md.
 * After construction no array is allocated.
 */
export class LiveAnalyzer {
  readonly settings: LiveSettings;
  /** One for each channel, written over by every update. */
  readonly readings: readonly LiveReading[];
  private readonly channels: readonly LiveChannel[];
  private readonly onUpdate: (readings: readonly LiveReading[]) => void;
  private options: LiveOptions;
  private readonly framesPerUpdate: number;
  private framesToUpdate: number;

  /** @throws AmpbenchError of kind `usage` where a setting breaks its rule */
  constructor(settings: LiveSettings, onUpdate: (readings: readonly LiveReading[]) => void) {
    checkSettings(settings);
    this.settings = settings;
    this.options = settings;
    this.onUpdate = onUpdate;
    this.channels = Array.from({ length: settings.channelCount }, (_, index) => new LiveChannel(index + 1, settings));
    this.readings = this.channels.map(({ reading }) => reading);
    this.framesPerUpdate = Math.min(
      Math.max(1, Math.round(settings.sampleRateHz / settings.updatesPerSecond)),
      settings.spectrumPoints,
    );
    this.framesToUpdate = settings.spectrumPoints;
  }

  /**
   * Readings follow these options from the next update on; the record is kept.
   * @throws AmpbenchError of kind `usage` where an option breaks its rule
   */
  change(options: LiveOptions): void {
    checkOptions(options, this.settings.sampleRateHz);
    this.options = options;
    for (const channel of this.channels) channel.change(options);
  }

  /** Averages and holds begin anew. */
  restart(): void {
    for (const channel of this.channels) channel.restart();
  }

  /** Frames are missing before the next ones: no reading comes until the record is full of what follows. */
  breakRecord(): void {
    this.framesToUpdate = this.settings.spectrumPoints;
  }

  /** The record of each channel as it is now: the last `spectrumPoints` samples. */
  get records(): readonly RecordStretch[] {
    return this.channels.map(({ record }) => record);
  }

  /**
   * The stream's next frames, one array for each channel, any length. The first update comes when the record is full.
   * @throws AmpbenchError `data/channel-lengths` or `data/not-finite`, naming the place
   */
  push(blocks: readonly Float64Array[]): void {
    const frames = blocks.length === this.channels.length ? blocks[0].length : -1;
    for (const block of blocks) {
      if (block.length !== frames)
        throw new AmpbenchError(
          'data',
          'channel-lengths',
          `a live block must have ${this.channels.length} channels of equal length`,
          { channels: blocks.length },
        );
    }
    for (let from = 0; from < frames;) {
      const count = Math.min(this.framesToUpdate, this.settings.spectrumPoints, frames - from);
      for (let index = 0; index < blocks.length; index++)
        this.channels[index].append(blocks[index], from, from + count);
      from += count;
      this.framesToUpdate -= count;
      if (this.framesToUpdate > 0) continue;
      this.framesToUpdate = this.framesPerUpdate;
      for (const channel of this.channels) channel.update(this.options);
      this.onUpdate(this.readings);
    }
  }
}
