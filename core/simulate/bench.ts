import { AmpbenchError } from '../errors.ts';
import type { Wiring } from '../planner/plan.ts';
import { createRandom } from '../signal/random.ts';
import type { StreamReport } from '../signal/types.ts';
import { calibrateRig } from './calibrateRig.ts';
import { applyWiringFaults, cablePaths, silenced } from './cabling.ts';
import { computeCapture } from './capture.ts';
import type { CabledPath } from './cabling.ts';
import type { DutModel } from './dutModel.ts';
import { DEVICES, INTERFACES } from './devices.ts';
import { damageFrames, faultsIn, framesLostTo, reportedXruns } from './faults.ts';
import type { Fault } from './faults.ts';
import type { InterfaceModel } from './interfaceModel.ts';
import { playerOf } from './player.ts';
import { streamRefusal } from './streamRefusal.ts';
import type { SimulatedBench } from './types.ts';
import { flawlessReport } from '../signal/flawlessReport.ts';

/** The ids of every simulated bench, `sim:<interface>/<dut>`, in a fixed order. */
export function listSimulatedBenches(): string[] {
  return INTERFACES.flatMap((model) => DEVICES.map(({ dut }) => `sim:${model.id}/${dut.id}`));
}

/**
 * Sets up a simulated bench.
 * @param id `sim:<interface>/<dut>`, one of `listSimulatedBenches()`
 * @param options.seed fixes its tolerances, its calibration errors and all noise
 * @param options.faults what goes wrong on it
 * @throws AmpbenchError `unknown-rig`
 */
export function createSimulatedBench(
  id: string,
  options: { readonly seed: number; readonly faults?: readonly Fault[] },
): SimulatedBench {
  const model = INTERFACES.find((candidate) => id.startsWith(`sim:${candidate.id}/`));
  const device = DEVICES.find(({ dut }) => model !== undefined && id === `sim:${model.id}/${dut.id}`);
  if (model === undefined || device === undefined) {
    throw new AmpbenchError(
      'rig',
      'unknown-rig',
      `rig "${id}" must be one of the simulated benches ${listSimulatedBenches().join(', ')} in createSimulatedBench`,
      { id },
      'A simulated bench is written sim:<interface>/<device>, for example sim:studio-384/hpa-1.',
    );
  }
  const { dut, loads } = device;
  return createBench(id, loads === null ? model : { ...model, rig: { ...model.rig, loads: [...loads] } }, dut, options);
}

/** A simulated bench of any interface and device, for models of one's own. */
export function createBench(
  id: string,
  model: InterfaceModel,
  dut: DutModel,
  options: { readonly seed: number; readonly faults?: readonly Fault[] },
): SimulatedBench {
  const root = createRandom(options.seed);
  const { rig, truth } = calibrateRig(id, model, dut, root.derive(`calibration of ${id}`));
  const faults = options.faults ?? [];
  const cache = new Map<string, readonly CabledPath[]>();

  const pathsFor = (wiring: Wiring, sampleRateHz: number): readonly CabledPath[] => {
    const wired = applyWiringFaults(wiring, faults);
    const key = JSON.stringify([wired, sampleRateHz]);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const paths = cablePaths(model, dut, rig, truth, wired, sampleRateHz);
    cache.set(key, paths);
    return paths;
  };

  return {
    id,
    rig,
    outputChannelCount: model.output.channelCount,
    inputChannelCount: model.input.channelCount,
    digitalChannelCount: dut.digitalInput?.channelCount ?? null,
    refusal: (shape, drive) => streamRefusal(model, dut, shape, drive),
    record({ frames, tailFrames, inputChannelCount, wiring, takeNumber }) {
      const { sampleRateHz: requestedRateHz, format, channelCount: outputChannelCount } = frames;
      const shape = { sampleRateHz: requestedRateHz, format, outputChannelCount, inputChannelCount };
      const reason = streamRefusal(model, dut, shape, wiring.path === 'dut' ? wiring.drive : 'analogue');
      if (reason !== null) {
        throw new AmpbenchError('device', 'format-not-supported', `${reason} on ${id}`, shape);
      }
      const wrongRate = faultsIn(faults, takeNumber, 'wrong-rate').at(0);
      const sampleRateHz = wrongRate?.actualSampleRateHz ?? requestedRateHz;
      const frameCount = frames.frameCount + tailFrames;
      const streamError = faultsIn(faults, takeNumber, 'stream-error').at(0);
      if (streamError !== undefined && streamError.atSeconds * sampleRateHz < frameCount) {
        throw new AmpbenchError(
          'device',
          'stream-ended',
          `"${rig.inputDevice}" went away ${streamError.atSeconds} s into take ${takeNumber} of ${frameCount / sampleRateHz} s on ${id}`,
          { atSeconds: streamError.atSeconds, takeNumber },
          'Plug the interface in again and resume the run.',
        );
      }
      const damage = faultsIn(faults, takeNumber, 'drop-frames', 'repeat-frames', 'zero-frames');
      const dead = wiring.path === 'dut' && faultsIn(faults, takeNumber, 'dead-dut').length > 0;
      const computedFrames = frameCount + framesLostTo(damage);
      const paths = pathsFor(wiring, sampleRateHz);
      const captured = computeCapture({
        model,
        inputFullScaleVoltsPeak: truth.inputFullScaleVoltsPeak,
        player: playerOf(model, truth, dut, wiring),
        paths: dead ? paths.map((cabled) => (cabled.dut === null ? cabled : silenced(cabled))) : paths,
        frames,
        sampleRateHz,
        frameCount: computedFrames,
        inputChannelCount,
        muted: faultsIn(faults, takeNumber, 'mute').map(({ atSeconds, seconds }) => ({
          start: Math.round(atSeconds * sampleRateHz),
          end: Math.round((atSeconds + seconds) * sampleRateHz),
        })),
        inputClipRatio: Math.min(1, ...faultsIn(faults, takeNumber, 'input-clipping').map((fault) => fault.limitRatio)),
        random: root.derive(`take ${takeNumber}`),
      });
      const xruns = reportedXruns(damage, sampleRateHz);
      const clean = flawlessReport('simulated', requestedRateHz, frameCount);
      const report: StreamReport = {
        ...clean,
        actualSampleRateHz: sampleRateHz,
        xrunCounts: {
          ...clean.xrunCounts,
          'input-underflow': xruns.filter((xrun) => xrun.kind === 'input-underflow').length,
          'input-overflow': xruns.filter((xrun) => xrun.kind === 'input-overflow').length,
        },
        xruns,
      };
      return {
        sampleRateHz: requestedRateHz,
        channelCount: inputChannelCount,
        frameCount,
        frames: damageFrames(captured, inputChannelCount, frameCount, sampleRateHz, damage),
        report,
      };
    },
  };
}
