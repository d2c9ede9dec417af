import { AmpbenchError } from '../../core/errors.ts';
import { timeReferenceOf, type CaptureSidecar } from '../../core/interchange/captureSidecar.ts';
import type { KindDefinition, NotKnown } from '../../core/measure/analysis.ts';
import type { MeasureSettings } from '../../core/measure/settings.ts';
import type { Reading } from '../../host/files/analyzeFile.ts';
import { readSidecar } from '../../host/files/captureSidecar.ts';
import { numberOption } from './measureOptions.ts';

export interface CaptureReadingOptions {
  readonly start?: string;
  readonly end?: string;
  readonly fullScaleVolts?: string;
  readonly fullScaleAccuracy?: string;
  readonly referenceFullScaleVolts?: string;
}

/** How recorded files are read, from a command's options and from the sidecars beside them; an option counts over a sidecar. */
export interface CaptureReading {
  readonly reading: Reading;
  /** How well full scale is known, relative, k = 2. */
  readonly calibrationUncertainty: number;
  readonly settings: MeasureSettings;
  readonly notKnown: readonly NotKnown[];
  /** Whether a sidecar says that no device was involved. */
  readonly simulated: boolean;
}

const LEAST_VOLTS = 1e-6;
const USUAL_ACCURACY_PERCENT = 1;

/**
 * @param captures the files of all roles
 * @throws AmpbenchError `usage/option-invalid`, `data/sidecars-differ`, or of kind `data` for a sidecar that is damaged or another file's
 */
export async function captureReading(
  kind: KindDefinition,
  captures: readonly string[],
  reference: string | undefined,
  settings: MeasureSettings,
  options: CaptureReadingOptions,
): Promise<CaptureReading> {
  const given = numberOption('--full-scale-volts', options.fullScaleVolts, LEAST_VOLTS);
  const percent = numberOption('--full-scale-accuracy', options.fullScaleAccuracy, 0);
  const referenceVolts = numberOption('--reference-full-scale-volts', options.referenceFullScaleVolts, LEAST_VOLTS);
  const sidecars = await Promise.all(captures.map(readSidecar));
  const described = given === undefined ? commonCalibration(sidecars, captures) : null;
  const fullScaleVoltsRms = given ?? described?.fullScaleVoltsRms ?? null;
  const playedSidecar = reference === undefined ? null : await readSidecar(reference);
  const stated = percent ?? (described === null ? USUAL_ACCURACY_PERCENT : undefined);
  return {
    reading: {
      startSeconds: numberOption('--start', options.start, 0) ?? 0,
      endSeconds: numberOption('--end', options.end, 0) ?? null,
      fullScaleVoltsRms,
      referenceFullScaleVoltsRms: referenceVolts ?? playedSidecar?.calibration?.fullScaleVoltsRms ?? null,
    },
    calibrationUncertainty: stated === undefined ? described!.relativeUncertainty : stated / 100,
    settings: withTimeReference(kind, settings, sidecars[0] ?? null),
    notKnown: [
      ...(fullScaleVoltsRms === null ? (['calibration'] as const) : []),
      ...(kind.reference === 'used' && reference === undefined ? (['stimulus'] as const) : []),
      ...(sidecars.includes(null) ? (['recorder'] as const) : []),
    ],
    simulated: sidecars.some((sidecar) => sidecar?.simulated),
  };
}

/** What all sidecars say alike. */
function commonCalibration(
  sidecars: readonly (CaptureSidecar | null)[],
  captures: readonly string[],
): CaptureSidecar['calibration'] {
  const [first = null, ...others] = sidecars.map((sidecar) => sidecar?.calibration ?? null);
  const differing = others.findIndex((other) => other?.fullScaleVoltsRms !== first?.fullScaleVoltsRms);
  if (differing < 0) return first;
  throw new AmpbenchError(
    'data',
    'sidecars-differ',
    `full scale must be the same for all captures but is ${first?.fullScaleVoltsRms ?? 'not known'} V for ${captures[0]} and ${others[differing]?.fullScaleVoltsRms ?? 'not known'} V for ${captures[differing + 1]}`,
    {},
    'Give what holds for all with --full-scale-volts.',
  );
}

function withTimeReference(
  { options }: KindDefinition,
  settings: MeasureSettings,
  sidecar: CaptureSidecar | null,
): MeasureSettings {
  const channel = sidecar === null ? null : timeReferenceOf(sidecar);
  if (channel === null || settings.timeReferenceChannel !== undefined || !options.includes('timeReferenceChannel'))
    return settings;
  return { ...settings, timeReferenceChannel: channel };
}
