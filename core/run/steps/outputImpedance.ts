import { driveOf } from '../../calibration/drive.ts';
import { AmpbenchError } from '../../errors.ts';
import { DRIFT_RELATIVE, MAGNITUDE_ONLY_HZ } from '../../measure/impedance/pairRatio.ts';
import { outputImpedance, outputImpedanceUncertainty } from '../../measure/output-impedance/analyze.ts';
import { fitSeries } from '../../measure/output-impedance/fit.ts';
import type { PlanStep } from '../../planner/plan.ts';
import { absentFigure, makeFigure } from '../../result/makeFigure.ts';
import { dbFromRatio } from '../../units/decibel.ts';
import { required, setUpOf, type Probe, type RunContext, type StepResult } from '../context.ts';
import type { Procedure } from '../effects.ts';
import { driveFor, gainBound, loadOf } from '../levels.ts';
import { playProbe, PROBE_TONE_HZ } from '../probe.ts';
import { toneRatio, transferRatio } from '../ratio.ts';

/** The least drop of voltage, dB, from which a load can be told from no load. */
const LEAST_DROP_DB = 0.01;
/** What a measured drop may differ from the predicted one: contacts, tolerance of two loads, dB. */
const DROP_SLACK_DB = 0.02;

/** Did the load really change? Thrown as an AmpbenchError `load-not-changed`; the run asks once more before it gives up. */
function checkLoad(context: RunContext, step: PlanStep, probe: Probe): void {
  const { rig } = context;
  const { openProbe, loadedProbes } = setUpOf(context, step.wiring);
  const open = required(openProbe, 'the open response');
  const nominalOhms = required(step.wiring.loadOhms, 'a load');
  const load = loadOf(context, nominalOhms);
  const known = [...loadedProbes.values()].at(0);
  for (const [index, { name: channel }] of rig.channels.entries()) {
    const dropDb = dbFromRatio(
      Math.hypot(toneRatio(open, probe, index).ratio.re, toneRatio(open, probe, index).ratio.im),
    );
    let wanted = `a drop of more than ${LEAST_DROP_DB} dB`;
    let fits = dropDb > LEAST_DROP_DB;
    if (known !== undefined) {
      // Z_out is known from the first load: so is this one's drop
      const { ratio } = toneRatio(open, known.probe, index);
      const impedance = outputImpedance(ratio, { loadOhms: known.loadOhms, inputOhms: rig.input.inputOhms }).re;
      const predictedDb = dbFromRatio(1 + impedance / load.ohms);
      if (predictedDb < LEAST_DROP_DB) {
        if (!context.readLoads.has(nominalOhms)) {
          context.warnings.push(
            `The ${nominalOhms} Ω load could not be checked on channel ${channel}: its drop of ${predictedDb.toFixed(4)} dB is too small. Read it with a multimeter.`,
          );
        }
        continue;
      }
      fits = Math.abs(dropDb - predictedDb) <= DROP_SLACK_DB + 0.1 * predictedDb;
      wanted = `${predictedDb.toFixed(3)} dB`;
    } else if (!fits && context.readLoads.has(nominalOhms)) {
      context.warnings.push(
        `Channel ${channel} does not drop under ${nominalOhms} Ω; the multimeter's reading of the load was relied on.`,
      );
      continue;
    }
    if (!fits) {
      throw new AmpbenchError(
        'data',
        'load-not-changed',
        `the level on channel ${channel} fell by ${dropDb.toFixed(3)} dB with the ${nominalOhms} Ω load but ${wanted} was expected (step ${step.id})`,
        { channel, loadOhms: nominalOhms, dropDb },
        'Connect that load to every channel. If the output impedance is really near zero, read the load with a multimeter and answer with its ohms.',
      );
    }
  }
}

/** Load check and output impedance: the drop from no load to this load, complex where the rig has a time reference, at 1 kHz and swept. */
export function* runOutputImpedance(context: RunContext, step: PlanStep, attempt: number): Procedure<StepResult> {
  const { rig } = context;
  const { openProbe, loadedProbes } = setUpOf(context, step.wiring);
  const open = required(openProbe, 'the open response');
  const nominalOhms = required(step.wiring.loadOhms, 'a load');
  const outputVoltsRms = step.settings.outputVoltsRms ?? context.rules.outputVoltsRms;
  const drive = driveFor(context, step.wiring, outputVoltsRms);
  const probe = yield* playProbe(context, step, `probe-${attempt}`, drive, gainBound(context, step.wiring));
  checkLoad(context, step, probe);
  const load = loadOf(context, nominalOhms);
  loadedProbes.set(nominalOhms, { probe, loadOhms: load.ohms, relativeTolerance: load.relativeTolerance });

  const setup = { loadOhms: load.ohms, inputOhms: rig.input.inputOhms };
  const complex = driveOf(rig, step.wiring).timeReference !== null;
  const result: StepResult = { figures: [], curves: [] };
  for (const [index, { name: channel }] of rig.channels.entries()) {
    const { ratio, relativeUncertainty } = toneRatio(open, probe, index);
    const impedance = outputImpedance(ratio, setup);
    const value = Math.hypot(impedance.re, impedance.im);
    const parts = outputImpedanceUncertainty(value, setup, relativeUncertainty, load.relativeTolerance);
    const conditions = { frequencyHz: PROBE_TONE_HZ, outputVoltsRms, loadOhms: nominalOhms };
    const definitionId = complex ? 'output-impedance.open-loaded.complex' : 'output-impedance.open-loaded.magnitude';
    result.figures.push(
      makeFigure({
        id: 'output-impedance',
        channel,
        value,
        unit: 'ohm',
        parts: [
          { source: 'repeatability', value: parts.repeatability },
          { source: 'load-tolerance', value: parts.load },
        ],
        definitionId,
        conditions,
        flags: complex ? [] : ['magnitude-only'],
      }),
    );
    const transfer = open.channels[index].transfer;
    const curve = transferRatio(transfer, probe.channels[index].transfer, complex)
      .map((point, at) => {
        const z = outputImpedance(point.ratio, setup);
        const ohms = Math.hypot(z.re, z.im);
        const uncertainty = outputImpedanceUncertainty(ohms, setup, point.relativeUncertainty, load.relativeTolerance);
        return {
          frequencyHz: transfer[at].frequencyHz,
          z,
          ohms,
          uncertaintyOhms: Math.hypot(uncertainty.repeatability, uncertainty.load),
        };
      })
      .filter(({ frequencyHz }) => frequencyHz >= 20 && frequencyHz <= (complex ? 20000 : MAGNITUDE_ONLY_HZ));
    result.curves.push({
      id: 'output-impedance',
      channel,
      title: 'Output impedance',
      loadOhms: nominalOhms,
      x: curve.map((point) => point.frequencyHz),
      xUnit: 'Hz',
      y: curve.map((point) => point.ohms),
      yUnit: 'ohm',
      yUncertainty: curve.map((point) => point.uncertaintyOhms),
    });
    const inductance = { id: 'output-inductance', channel, unit: 'H', definitionId, conditions } as const;
    if (!complex) {
      result.figures.push(absentFigure(inductance, 'no-time-reference', 'needs a loopback channel as time reference'));
      continue;
    }
    const fit = fitSeries(
      curve.map(({ frequencyHz, z, uncertaintyOhms: ohms }) => ({ frequencyHz, impedance: z, uncertaintyOhms: ohms })),
      (load.ohms + value) * DRIFT_RELATIVE,
    );
    result.figures.push(
      makeFigure({
        id: 'output-resistance',
        channel,
        value: fit.resistanceOhms,
        unit: 'ohm',
        parts: [
          { source: 'repeatability', value: Math.hypot(fit.resistanceUncertaintyOhms, parts.repeatability) },
          { source: 'load-tolerance', value: parts.load },
        ],
        definitionId,
        conditions,
      }),
      makeFigure({
        ...inductance,
        value: fit.inductanceHenry,
        // The two captures agree in time to about 1 ns: L = R_L · τ
        parts: [
          { source: 'repeatability', value: fit.inductanceUncertaintyHenry },
          { source: 'method', value: load.ohms * 1e-9 },
        ],
      }),
    );
  }
  return result;
}
