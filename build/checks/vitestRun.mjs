import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runInForeground } from '../setup/command.mjs';
import { out, root } from '../setup/paths.mjs';

/** Runs the tests and counts them from vitest's own record. A file that cannot even be loaded counts as one failure. */
export async function runVitest(args) {
  const recordFile = join(out, 'test', 'vitest.json');
  mkdirSync(join(out, 'test'), { recursive: true });
  rmSync(recordFile, { force: true });
  const code = await runInForeground(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${recordFile}`,
      ...args,
    ],
    // The set-up has provided the system's parts, so a test that misses one fails; nothing is skipped in silence.
    { env: { CI: 'true' } },
  );
  let record;
  try {
    record = JSON.parse(readFileSync(recordFile, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const brokenFiles = record.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = record.numFailedTests + brokenFiles;
  return {
    passed: record.numPassedTests,
    // An error outside any test (an unhandled rejection) fails the run without failing a test.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: record.numPendingTests + record.numTodoTests,
  };
}
