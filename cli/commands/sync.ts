import { synchronizeFolder } from '../../host/store/sync/syncBench.ts';
import { ownStoreFolder } from '../../host/store/ownStore.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson } from '../output.ts';
import { requireSharedAddress } from '../sharedStore.ts';

export interface SyncOptions {
  readonly store?: string;
  readonly json?: boolean;
}

const BYTES_PER_MB = 1e6;

/** `ampbench sync`: brings what this bench measured into the shared store. Exit code 5 where something of it could not be sent. */
export async function runSync(options: SyncOptions): Promise<number> {
  const address = await requireSharedAddress(options.store);
  const report = await synchronizeFolder(await ownStoreFolder(), address);
  if (options.json === true) printJson({ store: address.place, ...report });
  else {
    const megabytes = (report.captureBytes / BYTES_PER_MB).toFixed(1);
    process.stdout.write(`${String(report.sentRuns)} runs and ${megabytes} MB of captures sent to ${address.place}\n`);
    for (const { reason } of report.problems) process.stderr.write(`not sent: ${reason}\n`);
  }
  return report.problems.length === 0 ? EXIT.pass : EXIT.data;
}
