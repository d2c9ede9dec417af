import { planVerification } from '../../core/planner/planVerification.ts';
import { renderHtml } from '../../core/report/html.ts';
import { withPhotos } from '../../core/report/photos.ts';
import { buildReport } from '../../core/report/report.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import type { MeasurementRecord, RunRecord, VerificationRecord } from '../store/runRecord.ts';
import { reportPhotos } from '../store/runPhotos.ts';
import { recordOf } from '../report/storedReport.ts';
import { openBench } from './openBench.ts';
import { previewMeasurement } from './previewMeasurement.ts';
import { measurementCall, verificationCall } from './procedureOfRun.ts';
import { executeInThread } from './procedureThread.ts';
import type { RunJob } from './runDesk.ts';

/** The run that a folder's record asks for: a card's verification or one measurement. The same record gives the same job. */
export async function prepareJob(record: RunRecord, resumed: boolean): Promise<RunJob> {
  return 'card' in record ? verificationJob(record, resumed) : measurementJob(record, resumed);
}

async function verificationJob(record: VerificationRecord, resumed: boolean): Promise<RunJob> {
  const call = verificationCall(record);
  const [card, rig, { seed, simulated, rules }] = call.args;
  const plan = planVerification(card, rig, rules);
  return {
    rig,
    bench: await openBench(rig, seed),
    stepIds: plan.steps.map(({ id }) => id),
    started: (run) => ({ type: 'run-started', ...run, card, rig, simulated, plan, resumed }),
    perform: async (context) => {
      const verification = await executeInThread(call, context);
      await context.folder.writeResult('result.json', encodeResult(verification));
      const report = buildReport(verification, 'full', recordOf(record, context.folder.path));
      await context.folder.writeResult(
        'report.html',
        renderHtml(withPhotos(report, await reportPhotos(context.folder.path))),
      );
      return (run) => ({ type: 'run-finished', ...run, verification });
    },
  };
}

async function measurementJob(record: MeasurementRecord, resumed: boolean): Promise<RunJob> {
  const call = measurementCall(record);
  const [request, rig, { seed, simulated }] = call.args;
  const preview = previewMeasurement(request, rig, seed);
  return {
    rig,
    bench: await openBench(rig, seed),
    stepIds: ['gain', request.kind],
    started: (run) => ({ type: 'measurement-started', ...run, rig, simulated, preview, resumed }),
    perform: async (context) => {
      const measurement = await executeInThread(call, context);
      await context.folder.writeResult('result.json', encodeResult(measurement));
      return (run) => ({ type: 'measurement-finished', ...run, measurement });
    },
  };
}
