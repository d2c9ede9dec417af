import { resolve } from 'node:path';
import { listSimulatedBenches } from '../../core/simulate/bench.ts';
import { loadRig, listSavedRigs, parseRig, saveRig } from '../../host/system/rigLibrary.ts';
import { isBaselineOf } from '../../core/rigCheck/baseline.ts';
import { loadBaseline } from '../../host/system/baselineLibrary.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';
import { readTextFile, rigReference } from '../references.ts';
import { baselineText } from './rigCheck.ts';

/** The seed under which a simulated rig is shown when no run has given one. */
const SHOWN_SEED = 1;

/** `ampbench rig list` */
export async function runRigList({ json }: { json: boolean }): Promise<number> {
  const simulated = await Promise.all(listSimulatedBenches().map((id) => loadRig(id, SHOWN_SEED)));
  const rigs = [...(await listSavedRigs()), ...simulated];
  if (json) {
    printJson({ rigs: rigs.map(({ id, name, driver, sampleRateHz }) => ({ id, name, driver, sampleRateHz })) });
    return EXIT.pass;
  }
  process.stdout.write(
    columns([
      ['rig', 'driver', 'rate', 'name'],
      ...rigs.map((rig) => [rig.id, rig.driver, `${rig.sampleRateHz} Hz`, rig.name]),
    ]),
  );
  return EXIT.pass;
}

/** `ampbench rig show R`: the rig on standard output, and what it showed of itself on standard error, so that the first is a file of its own. */
export async function runRigShow(ref: string): Promise<number> {
  const reference = await rigReference(ref);
  const rig = reference.kind === 'given' ? reference.rig : await loadRig(reference.id, SHOWN_SEED);
  printJson(rig);
  const baseline = await loadBaseline(rig.id);
  if (baseline === null) process.stderr.write(`no baseline yet: ampbench rig baseline ${rig.id}\n`);
  else {
    const stale = isBaselineOf(baseline, rig) ? '' : 'measured before the rig was changed: measure it anew\n';
    process.stderr.write(baselineText(baseline) + stale);
  }
  return EXIT.pass;
}

/** `ampbench rig create --from FILE` */
export async function runRigCreate(from: string): Promise<number> {
  const rig = parseRig(await readTextFile(from), from === '-' ? 'standard input' : resolve(from));
  const path = await saveRig(rig);
  process.stdout.write(`rig ${rig.id} saved in ${path}\n`);
  return EXIT.pass;
}
