/**
 * Curves, impulse responses and captures of other programs: FRD, ZMA, REW text, CSV, and the sidecar of a WAV file.
 * @module ampbench/interchange
 */
export { captureSidecarSchema, timeReferenceOf } from '../interchange/captureSidecar.ts';
export type { CaptureSidecar } from '../interchange/captureSidecar.ts';
export { compareResponse, valueAt } from '../interchange/compareResponse.ts';
export type { ChannelDifference, ResponseComparison } from '../interchange/compareResponse.ts';
export type { Curve, CurveQuantity, CurveUnit, ReadCurve } from '../interchange/curve.ts';
export { isRewImpulse, readRewImpulse, writeRewImpulse } from '../interchange/impulseResponse.ts';
export type { ImpulseResponse } from '../interchange/impulseResponse.ts';
export { readCurve } from '../interchange/readCurve.ts';
export type { ReadCurveOptions } from '../interchange/readCurve.ts';
export { analysisCurves, verificationCurves } from '../interchange/resultCurves.ts';
export type { ChannelCurve } from '../interchange/resultCurves.ts';
export { CURVE_FORMATS, writeCurve } from '../interchange/writeCurve.ts';
export type { CurveFormat } from '../interchange/writeCurve.ts';
