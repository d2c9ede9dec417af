import type { Rig } from '../calibration/rig.ts';
import type {
  Analysis,
  AnalysisFinding,
  Capture,
  CaptureRole,
  KindDefinition,
  MeasurementTake,
} from '../measure/analysis.ts';
import { analyzeKind } from '../measure/analyzeKind.ts';
import type { IntegrityFinding } from '../measure/integrity/finding.ts';
import type { MeasureSettings } from '../measure/settings.ts';
import { withCalibration } from '../measure/withCalibration.ts';
import type { Wiring } from '../planner/plan.ts';
import type { BenchContext } from './context.ts';
import type { Procedure } from './effects.ts';
import { playChannels } from './playChannels.ts';

/** One kind of measurement about to be played: what, in which wirings, and how loud it can become. */
export interface KindToPlay {
  readonly definition: KindDefinition;
  /** In the unit of the drive. */
  readonly takes: readonly MeasurementTake[];
  /** One for each take. */
  readonly wirings: readonly Wiring[];
  /** Of the takes' ids and the findings. */
  readonly stepId: string;
  readonly title: string;
  /** Most volts at the output per unit of drive. */
  readonly gainBound: number;
  /** Put the wiring in place before its take; `isAgain`: make it anew even where it stands, so that its contacts count as often as its captures. */
  readonly wire: (wiring: Wiring, isAgain: boolean) => Procedure<void>;
  /** The settings once everything is wired: a load may have been read by then. */
  readonly settled: () => MeasureSettings;
}

/** Plays a kind's takes and analyses what came back, calibration and the raw captures' own findings included. */
export function* measureKind(context: BenchContext, run: KindToPlay): Procedure<Analysis> {
  const { definition, takes, wirings, stepId } = run;
  const { rig } = context;
  const taken = new Map<CaptureRole, Capture[]>();
  const findings: AnalysisFinding[] = [];
  for (const [index, take] of takes.entries()) {
    const { role } = take;
    const before = taken.get(role) ?? [];
    const step = { id: stepId, title: run.title, wiring: wirings[index] };
    yield* run.wire(step.wiring, before.length > 0);
    const played = {
      takeId: before.length === 0 ? `${stepId}.${role}` : `${stepId}.${role}-${before.length + 1}`,
      sampleRateHz: rig.sampleRateHz,
      channels: take.channels,
      peakVoltsRms: peakRms(take.channels),
      bitExact: take.bitExact === true,
    };
    const recorded = yield* playChannels(context, step, played, run.gainBound);
    const heedsReference = definition.options.includes('timeReferenceChannel');
    const channels =
      recorded.reference === null || !heedsReference ? recorded.channels : [...recorded.channels, recorded.reference];
    taken.set(role, [...before, { sampleRateHz: rig.sampleRateHz, unit: 'V', channels }]);
    findings.push(...recorded.findings.map((finding) => analysisFinding(finding, rig)));
  }
  const reference: Capture = { sampleRateHz: rig.sampleRateHz, unit: 'V', channels: takes[0].channels };
  const captures = Object.fromEntries(Array.from(taken, ([role, [first]]) => [role, first]));
  const repeats = Object.fromEntries(Array.from(taken, ([role, [, ...others]]) => [role, others]));
  const analysis = analyzeKind(definition, { captures, repeats, reference }, run.settled());
  const calibrated = withCalibration(analysis, {
    input: rig.input.relativeUncertainty,
    output: rig.output.relativeUncertainty,
  });
  return { ...calibrated, integrity: [...findings, ...analysis.integrity] };
}

/** Rms of the sine with the peak that the channels reach. */
export function peakRms(channels: readonly Float64Array[]): number {
  let peak = 0;
  for (const samples of channels) for (const value of samples) peak = Math.max(peak, Math.abs(value));
  return peak / Math.SQRT2;
}

function analysisFinding({ channel, ...finding }: IntegrityFinding, rig: Rig): AnalysisFinding {
  const index = rig.channels.findIndex(({ name }) => name === channel);
  return { ...finding, channel: index < 0 ? null : index + 1 };
}
