import { driveOf } from '../../calibration/drive.ts';
import { inputImpedance, inputImpedanceUncertainty } from '../../measure/input-impedance/analyze.ts';
import type { PlanStep } from '../../planner/plan.ts';
import { makeFigure } from '../../result/makeFigure.ts';
import { required, setUpOf, type RunContext, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { driveFor, gainBound } from '../levels.ts';
import { playProbe, PROBE_TONE_HZ } from '../probe.ts';
import { toneRatio, transferRatio } from '../ratio.ts';
import { AmpbenchError } from '../../errors.ts';

/** The drop that a series resistor must cause to be believed: 0.01 dB would be 8.7 MΩ of input with 10 kΩ. */
const LEAST_DROP = 1.001;

/** Input impedance from the drop that a known resistor in series with the drive causes, at 1 kHz and against frequency. */
export function* runInputImpedance(context: RunContext, step: PlanStep): Procedure<StepResult> {
  const { rig } = context;
  const setUp = setUpOf(context, step.wiring);
  const resistor = required(rig.seriesResistor, 'the series resistor');
  const open = required(setUp.openProbe, 'the response without series resistor');
  const drive = driveFor(context, step.wiring, step.settings.outputVoltsRms ?? 1);
  const probe = yield* playProbe(context, step, 'probe', drive, gainBound(context, step.wiring));
  const result: StepResult = { figures: [], curves: [] };
  const { sourceOhms } = rig.output;
  for (const [index, { name: channel }] of rig.channels.entries()) {
    const { ratio, relativeUncertainty } = toneRatio(open, probe, index);
    const magnitude = Math.hypot(ratio.re, ratio.im);
    if (magnitude < LEAST_DROP) {
      throw new AmpbenchError(
        'data',
        'series-resistor-missing',
        `the level on channel ${channel} did not fall with ${resistor.ohms} Ω in series with the drive (step ${step.id})`,
        { channel, seriesOhms: resistor.ohms, ratio: magnitude },
        'Put the resistor between the output and the DUT’s input on every channel, then resume the run.',
      );
    }
    const impedance = inputImpedance(ratio, resistor.ohms, sourceOhms);
    const value = Math.hypot(impedance.re, impedance.im);
    const parts = inputImpedanceUncertainty(value, ratio, sourceOhms, relativeUncertainty, resistor.relativeTolerance);
    const figure = makeFigure({
      id: 'input-impedance',
      channel,
      value,
      unit: 'ohm',
      parts: [
        { source: 'repeatability', value: parts.repeatability },
        { source: 'series-resistor', value: parts.series },
      ],
      definitionId: 'input-impedance.series.1k',
      conditions: { frequencyHz: PROBE_TONE_HZ, outputVoltsRms: step.settings.outputVoltsRms ?? 1, loadOhms: null },
    });
    result.figures.push(figure);
    if (setUp.inputImpedanceOhms === null || value < setUp.inputImpedanceOhms.value) {
      setUp.inputImpedanceOhms = { value, uncertainty: figure.uncertainty ?? 0 };
    }
    const transfer = open.channels[index].transfer;
    const curve = transferRatio(
      transfer,
      probe.channels[index].transfer,
      driveOf(rig, step.wiring).timeReference !== null,
    )
      .map((point, at) => ({
        frequencyHz: transfer[at].frequencyHz,
        ...inputImpedance(point.ratio, resistor.ohms, sourceOhms),
      }))
      .filter((point) => point.frequencyHz >= 20 && point.frequencyHz <= 20000);
    result.curves.push({
      id: 'input-impedance',
      channel,
      title: 'Input impedance',
      loadOhms: null,
      x: curve.map((point) => point.frequencyHz),
      xUnit: 'Hz',
      y: curve.map((point) => Math.hypot(point.re, point.im)),
      yUnit: 'ohm',
    });
  }
  return result;
}
