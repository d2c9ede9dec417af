import { powerSpectrum } from '../dsp/powerSpectrum.ts';
import { AmpbenchError } from '../errors.ts';
import { formatQuantity } from '../units/format.ts';
import type { RunContext } from './context.ts';
import { steadyPart, type TakeCapture } from './playTake.ts';

const LARGEST_OFFSET = 1e-3;
/** Loopback level outside these shares of what the calibration predicts means another wiring or a wrong calibration. */
const LOOPBACK_RANGE = [0.84, 1.19] as const;

/** Frequency of the strongest line of a stretch, Hz, to half a bin, and the rms of everything in it. */
function strongestLine(
  samples: Float64Array,
  start: number,
  length: number,
  rate: number,
): { hz: number; voltsRms: number } {
  const { power, binWidthHz } = powerSpectrum(samples, start, length, rate, 0);
  let best = Math.ceil(10 / binWidthHz);
  let sum = 0;
  for (let bin = best; bin < power.length; bin++) {
    sum += power[bin];
    if (power[bin] > power[best]) best = bin;
  }
  return { hz: best * binWidthHz, voltsRms: Math.sqrt(sum) };
}

/**
 * Makes sure that a loopback tone came back at its frequency and near its level, before anything is built on it.
 * @throws AmpbenchError `loopback-missing`, `wrong-rate`, `loopback-level`
 */
export function expectLoopbackTone(
  context: RunContext,
  take: TakeCapture,
  toneId: string,
  playedHz: number,
  voltsRms: number,
): void {
  const { rig } = context;
  const { start, length } = steadyPart(take, toneId);
  for (const [index, samples] of take.channels.entries()) {
    const channel = rig.channels[index];
    const line = strongestLine(samples, start, length, rig.sampleRateHz);
    const expected = (voltsRms * rig.input.inputOhms) / (rig.input.inputOhms + rig.output.sourceOhms);
    const place = `channel ${channel.name} (output ${channel.outputChannel} to input ${channel.inputChannel}) of rig ${rig.id}`;
    if (line.voltsRms < 0.03 * expected) {
      throw new AmpbenchError(
        'device',
        'loopback-missing',
        `${formatQuantity(voltsRms, 'V')} was played but only ${formatQuantity(line.voltsRms, 'V')} came back on ${place}`,
        { channel: channel.name, playedVoltsRms: voltsRms, capturedVoltsRms: line.voltsRms },
        'Connect the output straight to the input, and check mute, mixer volume and channel numbers.',
      );
    }
    // Half a second resolves 14 Hz at worst; another rate moves 997 Hz by 80 Hz or more
    if (Math.abs(line.hz / playedHz - 1) > Math.max(LARGEST_OFFSET, (20 * rig.sampleRateHz) / length / playedHz)) {
      throw new AmpbenchError(
        'data',
        'wrong-rate',
        `${playedHz} Hz was played but ${line.hz.toFixed(1)} Hz came back on ${place}: player and recorder do not run at the rig's sampleRateHz ${rig.sampleRateHz}`,
        { playedHz, capturedHz: line.hz, sampleRateHz: rig.sampleRateHz },
        'Set both devices to that rate, and switch off any resampling in the system.',
      );
    }
    const share = line.voltsRms / expected;
    if (share < LOOPBACK_RANGE[0] || share > LOOPBACK_RANGE[1]) {
      throw new AmpbenchError(
        'rig',
        'loopback-level',
        `${formatQuantity(expected, 'V')} was expected but ${formatQuantity(line.voltsRms, 'V')} came back on ${place}: the calibration (output.fullScaleVoltsRms, input.fullScaleVoltsRms) does not hold`,
        { expectedVoltsRms: expected, capturedVoltsRms: line.voltsRms },
        'Calibrate the rig again, or set its volume controls back to where they were.',
      );
    }
  }
}
