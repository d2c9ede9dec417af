// `npm test`: static checks, then the tests; the last line counts them all. Arguments go to vitest, and then the static
// checks are left out.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from '../setup/command.mjs';
import { out } from '../setup/paths.mjs';
import { staticChecks } from './staticChecks.mjs';
import { runVitest } from './vitestRun.mjs';

const LIMIT_SECONDS = 240;
const AT_ONCE = 2;

async function runStaticChecks() {
  mkdirSync(join(out, 'types'), { recursive: true });
  const waiting = [...staticChecks];
  const count = { passed: 0, failed: 0, skipped: 0 };
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const startedMs = Date.now();
      const { code, output, timedOut } = await runQuietly(process.execPath, check.args, { seconds: LIMIT_SECONDS });
      const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
      if (code === 0) {
        count.passed += 1;
        process.stdout.write(`ok      ${check.name} (${seconds} s)\n`);
      } else {
        count.failed += 1;
        process.stdout.write(
          `FAILED  ${check.name} (${seconds} s)${timedOut ? ', did not end in time' : ''}\n${output.trimEnd()}\n`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return count;
}

const vitestArgs = process.argv.slice(2);
const parts = [];
if (vitestArgs.length === 0) parts.push(await runStaticChecks());
parts.push(await runVitest(vitestArgs));
const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
const skipped = sum('skipped');
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
