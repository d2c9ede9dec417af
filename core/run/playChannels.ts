import { driveOf, type Drive } from '../calibration/drive.ts';
import { toDeviceFrames } from '../calibration/toDeviceFrames.ts';
import { toVolts } from '../calibration/toVolts.ts';
import { AmpbenchError } from '../errors.ts';
import { checkRaw } from '../measure/integrity/checkRaw.ts';
import type { IntegrityFinding } from '../measure/integrity/finding.ts';
import { assertSafe } from '../planner/safety.ts';
import { formatDbfs, formatQuantity } from '../units/format.ts';
import type { BenchContext, BenchStep } from './context.ts';
import type { Procedure, RunReply } from './effects.ts';

/** What is to be played, in the unit of the wiring's drive (volts at the generator, or FS with a digital drive): one array for each channel of the rig. */
export interface ChannelsToPlay {
  readonly takeId: string;
  readonly sampleRateHz: number;
  readonly channels: readonly Float64Array[];
  /** Rms of the sine with the highest peak that is played. */
  readonly peakVoltsRms: number;
  /** Sent without dither, code for code. */
  readonly bitExact: boolean;
  /** What the predicted volts rest on while they are not measured, in words: `the card's own maximum`. */
  readonly predictedBy?: string;
}

/** What came back, volts. */
export interface ChannelsRecorded {
  /** One array for each of the rig's channels. */
  readonly channels: readonly Float64Array[];
  /** The time-reference channel; null where the rig has none or the DUT itself plays. It is driven with what the first channel plays. */
  readonly reference: Float64Array | null;
  readonly findings: readonly IntegrityFinding[];
}

/**
 * The only place where anything is played: safety gate, conversion to the device's format, the effect itself, conversion to volts, checks of the raw
 * capture.
 * @param gainBound most volts at the output per volt of drive, without which nothing may play
 * @throws AmpbenchError `safety`, and `device/wrong-rate`
 */
export function* playChannels(
  context: BenchContext,
  step: BenchStep,
  played: ChannelsToPlay,
  gainBound: number,
): Procedure<ChannelsRecorded> {
  const { rig } = context;
  const { takeId, sampleRateHz, peakVoltsRms } = played;
  assertSafe(rig, step.wiring, peakVoltsRms, gainBound, takeId);

  const drive = driveOf(rig, step.wiring);
  const reference = drive.timeReference;
  const outputs = [
    ...drive.outputChannels.map((outputChannel, index) => ({ outputChannel, samples: played.channels[index] })),
    ...(reference === null ? [] : [{ outputChannel: reference.outputChannel, samples: played.channels[0] }]),
  ];
  const silence = new Float64Array(played.channels[0].length);
  const channelCount = Math.max(...outputs.map(({ outputChannel }) => outputChannel));
  const stimulus = {
    sampleRateHz,
    channels: Array.from(
      { length: channelCount },
      (_, index) => outputs.find(({ outputChannel }) => outputChannel === index + 1)?.samples ?? silence,
    ),
  };
  const calibration = { fullScaleVoltsRms: drive.fullScaleRms };
  const frames = toDeviceFrames(stimulus, calibration, drive.format, context.random.derive(takeId), {
    dither: played.bitExact ? 'none' : 'tpdf',
  });
  const predictedOutputVoltsRms = peakVoltsRms * gainBound;
  const { loadOhms } = step.wiring;
  const predictedLoadWatts = loadOhms === null ? 0 : predictedOutputVoltsRms ** 2 / loadOhms;
  const inputs = [...rig.channels, ...(reference === null ? [] : [reference])].map(({ inputChannel }) => inputChannel);
  const reply: RunReply = yield {
    type: 'take',
    take: {
      id: takeId,
      stepId: step.id,
      wiring: step.wiring,
      frames,
      inputChannelCount: Math.max(...inputs),
      description: describe(step, drive, played, predictedOutputVoltsRms, predictedLoadWatts),
      predictedOutputVoltsRms,
      predictedLoadWatts,
    },
  };
  if (reply.type !== 'take') throw new Error(`take ${takeId} was answered with a ${reply.type}`);
  const { capture, sha256 } = reply;
  context.captures.push({
    takeId,
    stepId: step.id,
    file: `captures/${takeId}.wav`,
    sha256,
    sampleRateHz: capture.sampleRateHz,
    channelCount: capture.channelCount,
    frameCount: capture.frameCount,
  });
  const findings = checkRaw(capture, new Map(rig.channels.map((channel) => [channel.inputChannel - 1, channel.name])));
  const wrongRate = findings.find(({ code }) => code === 'wrong-rate');
  if (wrongRate !== undefined) {
    // Where player and recorder share the wrong rate no tone shows it, and every frequency of every figure would be off
    throw new AmpbenchError(
      'device',
      'wrong-rate',
      `${wrongRate.text} (take ${takeId} on rig ${rig.id})`,
      {
        takeId,
        requestedHz: capture.report.requestedSampleRateHz,
        actualHz: capture.report.actualSampleRateHz,
      },
      'Choose a rate that the device runs at, or set its clock source to internal, then resume the run.',
    );
  }
  const volts = toVolts(capture, rig);
  return {
    channels: rig.channels.map(({ inputChannel }) => volts.channels[inputChannel - 1]),
    reference: reference === null ? null : volts.channels[reference.inputChannel - 1],
    findings,
  };
}

function describe(
  step: BenchStep,
  drive: Drive,
  { peakVoltsRms, predictedBy }: ChannelsToPlay,
  outputVoltsRms: number,
  watts: number,
): string {
  if (peakVoltsRms === 0) return `${step.title}: silence`;
  const load =
    step.wiring.loadOhms === null
      ? ''
      : `, ${formatQuantity(watts, 'W')} in ${formatQuantity(step.wiring.loadOhms, 'ohm')}`;
  const at = step.wiring.path === 'loopback' ? 'in loopback' : "at the DUT's output";
  const digital = drive.kind === 'digital' ? ` at ${formatDbfs(peakVoltsRms)}` : '';
  const by = predictedBy === undefined ? '' : ` (by ${predictedBy})`;
  return `${step.title}: up to ${formatQuantity(outputVoltsRms, 'V')} ${at}${load}${digital}${by}`;
}
