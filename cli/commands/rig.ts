import { resolve } from 'node:path';
import { listSimulatedBenches } from '../../core/simulate/bench.ts';
import { loadRig, listSavedRigs, parseRig, saveRig } from '../../host/system/rigLibrary.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';
import { readTextFile, rigReference } from '../references.ts';

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

/** `ampbench rig show R` */
export async function runRigShow(ref: string): Promise<number> {
  const reference = await rigReference(ref);
  printJson(reference.kind === 'given' ? reference.rig : await loadRig(reference.id, SHOWN_SEED));
  return EXIT.pass;
}

/** `ampbench rig create --from FILE` */
export async function runRigCreate(from: string): Promise<number> {
  const rig = parseRig(await readTextFile(from), from === '-' ? 'standard input' : resolve(from));
  const path = await saveRig(rig);
  process.stdout.write(`rig ${rig.id} saved in ${path}\n`);
  return EXIT.pass;
}
