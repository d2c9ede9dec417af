import { driveOf, type Drive } from '../../calibration/drive.ts';
import { AmpbenchError } from '../../errors.ts';
import { analyzeLevel } from '../../measure/level/analyze.ts';
import { buildProgram } from '../../signal/program.ts';
import { dbFromRatio, ratioFromDb } from '../../units/decibel.ts';
import { formatDbfs, formatQuantity } from '../../units/format.ts';
import { outputLimit, type GainBound } from '../../planner/limits.ts';
import { setUpOf, type BenchContext, type BenchStep, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { playTake, steadyPart } from '../playTake.ts';
import { PROBE_TONE_HZ } from '../probe.ts';

const STEP_DB = 6;
/** "Known" means known to this, k = 2 (MEASUREMENTS, safety before figures). */
const KNOWN_DB = 0.1;

/**
 * Finds a set-up's gain safely, volts at the output per unit of drive: from −60 dBV or −60 dBFS in steps of at most 6 dB until every channel's level is
 * known to 0.1 dB and two steps agree. The gain as a figure is made later, when the input impedance is known (gainFigure.ts).
 * @param first what the first tone is predicted with
 */
export function* runGain(context: BenchContext, step: BenchStep, first: GainBound): Procedure<StepResult> {
  const { rig } = context;
  const drive = driveOf(rig, step.wiring);
  let bound = first.ratio;
  let predictedBy: string | undefined = first.by;
  let previous: readonly number[] | null = null;
  const limitVoltsRms = outputLimit(rig, null).voltsRms;
  for (let riseDb = 0, index = 1; ; riseDb += STEP_DB, index++) {
    const driveVoltsRms = Math.min(drive.firstRms * ratioFromDb(riseDb), drive.maxRms, limitVoltsRms / bound);
    const program = buildProgram(rig.sampleRateHz, [
      { kind: 'silence', seconds: 0.05 },
      { kind: 'tone', id: 'tone', frequencyHz: PROBE_TONE_HZ, voltsRms: driveVoltsRms, seconds: 0.4 },
      { kind: 'silence', seconds: 0.05 },
    ]);
    const take = yield* playTake(context, step, `level-${index}`, program, bound, predictedBy);
    const { start, length } = steadyPart(take, 'tone');
    const levels = take.channels.map((samples) =>
      analyzeLevel(samples, start, length, rig.sampleRateHz, PROBE_TONE_HZ),
    );
    const gains = levels.map((level) => level.rms / driveVoltsRms);
    const known = levels.every((level) => dbFromRatio(1 + level.relativeRepeatability) <= KNOWN_DB);
    if (known) {
      const steady = previous?.every((gain, channel) => Math.abs(dbFromRatio(gain / gains[channel])) <= 2 * KNOWN_DB);
      // 1 dB of headroom on what was measured, until two levels agree
      bound = Math.max(...gains) * ratioFromDb(1);
      predictedBy = undefined;
      if (steady === true) {
        setUpOf(context, step.wiring).openGain = gains;
        return { figures: [], curves: [] };
      }
      previous = gains;
    }
    const exhausted = driveVoltsRms >= Math.min(drive.maxRms, limitVoltsRms / bound) * 0.999;
    if (exhausted) throw deadOrUnsteady(context, step, drive, levels, driveVoltsRms, known);
  }
}

function deadOrUnsteady(
  context: BenchContext,
  step: BenchStep,
  { kind, unit }: Drive,
  levels: readonly { rms: number; relativeRepeatability: number }[],
  driveVoltsRms: number,
  known: boolean,
): AmpbenchError {
  const worst = levels.reduce(
    (most, level, index) => (level.relativeRepeatability > levels[most].relativeRepeatability ? index : most),
    0,
  );
  const name = context.rig.channels[worst].name;
  const heard = formatQuantity(levels[worst].rms, 'V');
  const drive = unit === 'V' ? formatQuantity(driveVoltsRms, 'V') : formatDbfs(driveVoltsRms);
  return known
    ? new AmpbenchError(
        'data',
        'gain-unsteady',
        `the gain on channel ${name} changes with level: at ${drive} of drive it still differs from 6 dB below by more than ${2 * KNOWN_DB} dB (step ${step.id})`,
        { channel: name, driveVoltsRms },
        'Switch off loudness, limiter, or automatic level control, and check the volume control.',
      )
    : new AmpbenchError(
        'device',
        'dut-dead',
        `${drive} was driven but only ${heard} of unsteady signal came back on channel ${name}; a live DUT must show its tone to ${KNOWN_DB} dB (step ${step.id})`,
        { channel: name, driveVoltsRms, capturedVoltsRms: levels[worst].rms },
        kind === 'digital'
          ? 'Check that the DUT is switched on, its volume is up, in the system too, its digital input is selected, and digitalOutput of the rig names it.'
          : 'Check that the DUT is switched on, its volume is up, the input is selected and the cables are the right way round.',
      );
}
