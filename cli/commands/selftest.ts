import { passes } from '../../core/selftest/selfTest.ts';
import { selfTests } from '../../core/selftest/selfTests.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson } from '../output.ts';

const NUMBER_WIDTH = 12;
const shown = (value: number): string => value.toPrecision(7).padStart(NUMBER_WIDTH);

/** `ampbench selftest`: figures that have a closed form, measured by this build on this machine; 70 where one is off. */
export function runSelfTest({ json }: { readonly json?: boolean }): number {
  const results = selfTests.map(({ id, title, run }) => {
    const outcome = run();
    const ok = passes(outcome);
    if (json !== true)
      process.stdout.write(
        `${ok ? 'ok    ' : 'FAILED'} ${shown(outcome.measured)}  expected ${shown(outcome.expected)} ± ${outcome.within} ${outcome.unit}  ${title}\n`,
      );
    return { id, title, ok, ...outcome };
  });
  const failed = results.filter(({ ok }) => !ok).length;
  if (json === true) printJson({ kind: 'selftest', schemaVersion: 1, results });
  else process.stdout.write(`${results.length - failed} ok, ${failed} failed\n`);
  return failed === 0 ? EXIT.pass : EXIT.bug;
}
