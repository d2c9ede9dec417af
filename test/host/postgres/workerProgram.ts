// A worker in a process of its own, to be killed: node workerProgram.ts ADDRESS
import { runWorker } from '../../../host/jobs/runWorker.ts';
import { parsePostgresAddress } from '../../../host/store/postgres/postgresAddress.ts';
import { withSharedStore } from '../../../host/store/postgres/sharedStore.ts';

await withSharedStore(parsePostgresAddress(process.argv[2] ?? ''), (shared) =>
  runWorker(shared, { jobs: 1, untilDone: false, stop: new AbortController().signal, tell: () => undefined }),
);
