import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { describeCaptures, type CaptureSidecar, type DescribedCapture } from '../../core/interchange/captureSidecar.ts';
import {
  analysisCurves,
  analysisImpulses,
  verificationCurves,
  type ChannelCurve,
  type ChannelImpulse,
} from '../../core/interchange/resultCurves.ts';
import type { PlanStep } from '../../core/planner/plan.ts';
import type { Report } from '../../core/report/block.ts';
import { renderCsv, renderMeasurementCsv } from '../../core/report/csv.ts';
import { buildMeasurementReport } from '../../core/report/layouts/measurement.ts';
import type { Layout } from '../../core/report/choices.ts';
import { withPhotos } from '../../core/report/photos.ts';
import { buildReport, UNKNOWN_RECORD, type ReportRecord } from '../../core/report/report.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { decodeMeasurement } from '../../core/result/measurementResultSchema.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import { reportPhotos } from '../store/runPhotos.ts';
import { readRunRecord, type RunRecord } from '../store/runRecord.ts';
import { storageError, systemCode } from '../store/storageError.ts';

/** A finished run as reports see it: what was found, and how each format is made of it. */
export interface StoredReport {
  readonly json: string;
  readonly csv: string;
  readonly build: (layout: Layout) => Report;
  readonly curves: readonly ChannelCurve[];
  readonly impulses: readonly ChannelImpulse[];
  readonly captures: readonly DescribedCapture[];
}

/** What a report says of the run beside its result. */
export const recordOf = (record: RunRecord, folder: string): ReportRecord => ({
  startedAt: record.startedAt ?? null,
  runName: basename(folder),
});

async function readResult(folder: string): Promise<{ readonly text: string; readonly file: string }> {
  const file = join(folder, 'result.json');
  try {
    return { text: await readFile(file, 'utf8'), file };
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw storageError(error, 'read', file);
    throw new AmpbenchError(
      'data',
      'run-not-finished',
      `there is no result in ${folder}`,
      { path: file },
      `if it holds an unfinished run: ampbench verify --resume ${folder}`,
    );
  }
}

/** What the text says it is; a text that says nothing is read, and refused, as a verification. */
function isMeasurement(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'kind' in value && value.kind !== 'verification';
  } catch {
    return false;
  }
}

/** A verification's result tells all but when it was: it may be reported on without the rest of its folder. */
async function recordIfKept(folder: string): Promise<ReportRecord> {
  try {
    return recordOf(await readRunRecord(folder), folder);
  } catch (error) {
    if (error instanceof AmpbenchError && error.code === 'not-a-run-folder') return UNKNOWN_RECORD;
    throw error;
  }
}

function stepStimulus(step: PlanStep | undefined): CaptureSidecar['stimulus'] {
  if (step === undefined) return null;
  const { outputVoltsRms } = step.settings;
  const { loadOhms } = step.wiring;
  return { step: step.title, loadOhms, ...(outputVoltsRms === undefined ? {} : { outputVoltsRms }) };
}

/**
 * Reads a run's folder for its reports.
 * @throws AmpbenchError `data/run-not-finished`, `data/result-damaged`, `data/not-a-run-folder`, `data/run-record-damaged`, `storage/...`
 */
export async function readStoredReport(folder: string): Promise<StoredReport> {
  const { text, file } = await readResult(folder);
  const photos = await reportPhotos(folder);
  if (!isMeasurement(text)) {
    const verification = decodeResult(text, file);
    const record = await recordIfKept(folder);
    return {
      json: encodeResult(verification),
      csv: renderCsv(verification),
      build: (layout) => withPhotos(buildReport(verification, layout, record), layout === 'full' ? photos : []),
      curves: verificationCurves(verification),
      impulses: [],
      captures: describeCaptures(verification.captures, verification.rig, verification.simulated, (stepId) =>
        stepStimulus(verification.steps.find(({ step }) => step.id === stepId)?.step),
      ),
    };
  }
  const record = await readRunRecord(folder);
  const { rig, seed } = record;
  const analysis = decodeMeasurement(text, file);
  const title = analysis.simulated ? `${rig.name}, SIMULATED` : rig.name;
  const nameOf = (channel: number): string => rig.channels.at(channel - 1)?.name ?? String(channel);
  return {
    json: encodeResult(analysis),
    csv: renderMeasurementCsv(analysis),
    build: (layout) =>
      withPhotos(
        buildMeasurementReport({ analysis, rig, seed }, layout, recordOf(record, folder)),
        layout === 'full' ? photos : [],
      ),
    curves: analysisCurves(analysis, title, nameOf),
    impulses: analysisImpulses(analysis, title, nameOf),
    captures: describeCaptures(analysis.captures, rig, analysis.simulated, () => ({
      step: analysis.kind,
      outputVoltsRms: analysis.request.outputVoltsRms,
      loadOhms: analysis.request.loadOhms,
    })),
  };
}
