/**
 * Captures in, figures out: every kind of measurement as a pure function, and the stimulus it is made for.
 * @module ampbench/measure
 */
export { MEASUREMENT_KINDS, NOT_KNOWN } from '../measure/analysis.ts';
export type {
  AmplitudeUnit,
  Analysis,
  AnalysisFinding,
  AnalysisInput,
  Capture,
  CaptureRole,
  ChannelAnalysis,
  ClockEstimate,
  CurveColumns,
  KindDefinition,
  MeasurementKind,
  MeasurementTake,
  NotKnown,
  StimulusBench,
} from '../measure/analysis.ts';
export { analyzeKind } from '../measure/analyzeKind.ts';
export type { IntegrityCode } from '../measure/integrity/finding.ts';
export { kindNamed, kinds } from '../measure/kinds.ts';
export { measureSettingsSchema } from '../measure/settings.ts';
export type { MeasureSettings } from '../measure/settings.ts';
export { withCalibration } from '../measure/withCalibration.ts';
export type { CalibrationUncertainty } from '../measure/withCalibration.ts';
export { analysisSchema } from '../result/analysisSchema.ts';
export { encodeResult } from '../result/encodeResult.ts';
export type { DbReference, Figure, FigureConditions, FigureUnit, UncertaintyPart } from '../result/figure.ts';
export { createRandom } from '../signal/random.ts';
export type { RandomSource } from '../signal/random.ts';
