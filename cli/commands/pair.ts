import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { ampFromCard } from '../../core/headphone/ampFromCard.ts';
import { ampFromVerification } from '../../core/headphone/ampFromVerification.ts';
import type { AmpOutput } from '../../core/headphone/ampOutput.ts';
import { findHeadphones } from '../../core/headphone/findHeadphone.ts';
import type { Headphone } from '../../core/headphone/headphone.ts';
import { withImpedanceCurve } from '../../core/headphone/impedanceCurve.ts';
import { pairHeadphone } from '../../core/headphone/pairHeadphone.ts';
import type { PairingVerdict } from '../../core/headphone/pairing.ts';
import { withStated } from '../../core/headphone/statedAmp.ts';
import type { StatedAmp } from '../../core/headphone/statedAmp.ts';
import { readCurve } from '../../core/interchange/readCurve.ts';
import { renderPairing } from '../../core/report/pairingText.ts';
import { decodeResult } from '../../core/result/verificationSchema.ts';
import { readForeignText } from '../../host/files/textFile.ts';
import { storageError } from '../../host/store/storageError.ts';
import { loadCard } from '../../host/system/cardLibrary.ts';
import { listHeadphones, loadHeadphone } from '../../host/system/headphoneLibrary.ts';
import { parseLoadedCard } from '../../host/system/parseLoadedCard.ts';
import { EXIT } from '../exitCodes.ts';
import { numberOption } from '../options/measureOptions.ts';
import { columns, printJson, terminalColumns } from '../output.ts';

/** The options of `ampbench pair` as commander hands them over. */
export interface PairOptions {
  readonly amp?: string;
  readonly balanced?: boolean;
  readonly maxVolts?: string;
  readonly maxMilliamps?: string;
  readonly outputOhms?: string;
  readonly noiseUv?: string;
  readonly gainDb?: string;
  readonly headphone?: string;
  readonly impedance?: string;
  readonly headphones?: string | true;
  readonly spl?: string;
  readonly peak?: boolean;
  readonly rms?: boolean;
  readonly crestDb: string;
  readonly sourceVolts: string;
  readonly allowDangerousLevel?: boolean;
  readonly json?: boolean;
}

const EXIT_BY_VERDICT: Readonly<Record<PairingVerdict, number>> = {
  enough: EXIT.pass,
  'enough-without-headroom': EXIT.pass,
  'not-enough': EXIT.claimFailed,
  'cannot-be-said': EXIT.undecided,
};

/** Gains below this are attenuators nobody sells, and a slip of the pen. */
const LEAST_GAIN_DB = -100;

async function entryOf(path: string): Promise<'file' | 'folder' | null> {
  return stat(path).then(
    (entry) => (entry.isDirectory() ? 'folder' : 'file'),
    () => null,
  );
}

/** The result a run left behind: from the run's folder or the file itself; null where the reference is neither. */
async function resultFile(ref: string): Promise<string | null> {
  const entry = await entryOf(ref);
  if (entry === 'file' && ref.endsWith('result.json')) return ref;
  if (entry !== 'folder') return null;
  const file = join(ref, 'result.json');
  if ((await entryOf(file)) === 'file') return file;
  throw new AmpbenchError('data', 'run-not-finished', `there is no result in the folder ${ref}`, { path: file });
}

async function knownAmp(ref: string, balanced: boolean): Promise<AmpOutput> {
  const file = await resultFile(ref);
  if (file === null) return ampFromCard(parseLoadedCard(await loadCard(ref)), balanced);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw storageError(error, 'read', file);
  });
  return ampFromVerification(decodeResult(text, file));
}

async function headphoneNamed(name: string, impedanceFile: string | undefined): Promise<Headphone> {
  const headphone = await loadHeadphone(name);
  if (impedanceFile === undefined) return headphone;
  const place = basename(impedanceFile);
  const { curve } = readCurve(await readForeignText(impedanceFile), place, { expected: 'impedance' });
  return withImpedanceCurve(headphone, curve, place);
}

function statedAmp(options: PairOptions): StatedAmp {
  const maxVoltsRms = numberOption('--max-volts', options.maxVolts, 1e-6);
  const milliamps = numberOption('--max-milliamps', options.maxMilliamps, 1e-3);
  const outputOhms = numberOption('--output-ohms', options.outputOhms, 0);
  const microvolts = numberOption('--noise-uv', options.noiseUv, 1e-6);
  const gainDb = numberOption('--gain-db', options.gainDb, LEAST_GAIN_DB);
  return {
    ...(maxVoltsRms === undefined ? {} : { maxVoltsRms }),
    ...(milliamps === undefined ? {} : { maxAmperesRms: milliamps / 1000 }),
    ...(outputOhms === undefined ? {} : { outputOhms }),
    ...(microvolts === undefined ? {} : { noiseVoltsRms: microvolts / 1e6 }),
    ...(gainDb === undefined ? {} : { gainDb }),
  };
}

function sensitivityText({ sensitivity }: Headphone): string {
  return sensitivity.length === 0 ? 'sensitivity not known' : sensitivity.map(({ text }) => text).join('; or ');
}

async function printList(filter: string | true, json: boolean): Promise<number> {
  const all = await listHeadphones();
  const shown = filter === true ? all : findHeadphones(all, filter);
  if (json) printJson(shown);
  else {
    const rows = shown.map((each) => [
      each.name,
      each.nominalOhms === null ? '' : `${each.nominalOhms} Ω`,
      sensitivityText(each),
    ]);
    process.stdout.write(rows.length === 0 ? `no headphone fits "${filter}"\n` : columns(rows));
  }
  return EXIT.pass;
}

function required(flag: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new AmpbenchError('usage', 'option-missing', `pair needs ${flag}`, { option: flag }, 'ampbench pair --help');
}

/** `ampbench pair`: does an amp, measured, published or stated, drive a headphone; or the headphones there are. */
export async function runPair(options: PairOptions): Promise<number> {
  if (options.headphones !== undefined) return printList(options.headphones, options.json === true);
  const headphoneName = required('--headphone', options.headphone);
  const splDb = numberOption('--spl', required('--spl', options.spl), 0)!;
  const stated = statedAmp(options);
  if (options.amp === undefined) required('--amp, or --max-volts and what else you know', options.maxVolts);
  const known = options.amp === undefined ? undefined : await knownAmp(options.amp, options.balanced === true);
  const pairing = pairHeadphone(withStated(stated, known), await headphoneNamed(headphoneName, options.impedance), {
    splDb,
    as: options.rms === true ? 'average' : 'peak',
    crestFactorDb: numberOption('--crest-db', options.crestDb, 0)!,
    sourceVoltsRms: numberOption('--source-volts', options.sourceVolts, 0)!,
    allowDangerousLevel: options.allowDangerousLevel === true,
  });
  if (options.json === true) printJson(pairing);
  else process.stdout.write(renderPairing(pairing, terminalColumns()));
  return EXIT_BY_VERDICT[pairing.verdict];
}
