import { AmpbenchError } from '../../errors.ts';
import { analyzeLevel } from '../../measure/level/analyze.ts';
import { buildProgram } from '../../signal/program.ts';
import { dbFromRatio, ratioFromDb, voltsRmsFromDbv } from '../../units/decibel.ts';
import { formatQuantity } from '../../units/format.ts';
import { outputLimit } from '../../planner/planVerification.ts';
import type { BenchContext, BenchStep, StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { playTake, steadyPart } from '../playTake.ts';
import { PROBE_TONE_HZ } from '../probe.ts';

const FIRST_DRIVE_DBV = -60;
const STEP_DB = 6;
/** Gain taken before anything is known, so that even the first take has a bound. */
const UNKNOWN_GAIN_DB = 40;
/** "Known" means known to this, k = 2 (MEASUREMENTS, safety before figures). */
const KNOWN_DB = 0.1;

/**
 * Finds the gain safely: from −60 dBV in steps of at most 6 dB until every channel's level is known to 0.1 dB and two steps agree.
 * The gain as a figure is made later, when the input impedance is known (figures/gain.ts).
 */
export function* runGain(context: BenchContext, step: BenchStep): Procedure<StepResult> {
  const { rig, knowledge } = context;
  let bound = ratioFromDb(UNKNOWN_GAIN_DB);
  let previous: readonly number[] | null = null;
  const limitVoltsRms = outputLimit(rig, null).voltsRms;
  for (let driveDbv = FIRST_DRIVE_DBV, index = 1; ; driveDbv += STEP_DB, index++) {
    const driveVoltsRms = Math.min(voltsRmsFromDbv(driveDbv), rig.output.maxVoltsRms, limitVoltsRms / bound);
    const program = buildProgram(rig.sampleRateHz, [
      { kind: 'silence', seconds: 0.05 },
      { kind: 'tone', id: 'tone', frequencyHz: PROBE_TONE_HZ, voltsRms: driveVoltsRms, seconds: 0.4 },
      { kind: 'silence', seconds: 0.05 },
    ]);
    const take = yield* playTake(context, step, `level-${index}`, program, bound);
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
      if (steady === true) {
        knowledge.openGain = gains;
        return { figures: [], curves: [] };
      }
      previous = gains;
    }
    const exhausted = driveVoltsRms >= Math.min(rig.output.maxVoltsRms, limitVoltsRms / bound) * 0.999;
    if (exhausted) throw deadOrUnsteady(context, levels, driveVoltsRms, known);
  }
}

function deadOrUnsteady(
  context: BenchContext,
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
  const drive = formatQuantity(driveVoltsRms, 'V');
  return known
    ? new AmpbenchError(
        'data',
        'gain-unsteady',
        `the gain on channel ${name} changes with level: at ${drive} of drive it still differs from 6 dB below by more than ${2 * KNOWN_DB} dB (step gain)`,
        { channel: name, driveVoltsRms },
        'Switch off loudness, limiter, or automatic level control, and check the volume control.',
      )
    : new AmpbenchError(
        'device',
        'dut-dead',
        `${drive} was driven but only ${heard} of unsteady signal came back on channel ${name}; a live DUT must show its tone to ${KNOWN_DB} dB (step gain)`,
        { channel: name, driveVoltsRms, capturedVoltsRms: levels[worst].rms },
        'Check that the DUT is switched on, its volume is up, the input is selected and the cables are the right way round.',
      );
}
