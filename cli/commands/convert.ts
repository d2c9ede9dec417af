import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import type { Curve, CurveQuantity } from '../../core/interchange/curve.ts';
import {
  isRewImpulse,
  readRewImpulse,
  writeRewImpulse,
  type ImpulseResponse,
} from '../../core/interchange/impulseResponse.ts';
import { readCurve } from '../../core/interchange/readCurve.ts';
import { chooseCurve, chooseImpulse } from '../../core/interchange/resultCurves.ts';
import { writeCurve, type CurveFormat } from '../../core/interchange/writeCurve.ts';
import { printable } from '../../core/report/displayWidth.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import { readForeignText } from '../../host/files/textFile.ts';
import { writeWave } from '../../host/files/wave/waveWriter.ts';
import { curvesOfResult } from '../../host/report/resultCurves.ts';
import { readStoredReport, type StoredReport } from '../../host/report/storedReport.ts';
import { writeFileAtomically } from '../../host/store/atomicFile.ts';
import { EXIT } from '../exitCodes.ts';

/** The options of `ampbench convert` as commander hands them over. */
export interface ConvertOptions {
  /** `json`: the curve as it was understood; `wav`: an impulse response's samples. */
  readonly to: CurveFormat | 'json' | 'wav';
  readonly quantity?: CurveQuantity | 'impulse';
  readonly channel?: string;
  readonly out?: string;
}

type Converted = { readonly curve: Curve } | { readonly impulse: ImpulseResponse };

/** What a source holds and the options choose of it. */
async function read(source: string, options: ConvertOptions): Promise<Converted> {
  const isFolder = await stat(source).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (isFolder) return chosen(await readStoredReport(resolve(source)), options);
  const text = await readForeignText(source);
  const place = basename(source);
  if (/^\s*\{/u.test(text)) return chosen(curvesOfResult(text, place), options);
  const { quantity, channel } = options;
  if (isRewImpulse(text)) {
    if (channel !== undefined || (quantity !== undefined && quantity !== 'impulse'))
      throw new AmpbenchError(
        'usage',
        'option-invalid',
        `${place} holds one impulse response: nothing is to be chosen`,
      );
    return { impulse: readRewImpulse(text, place) };
  }
  if (quantity === 'impulse')
    throw new AmpbenchError('data', 'quantity-other', `${place} holds no impulse response as REW exports one`, {
      place,
    });
  const { curve, remarks } = readCurve(text, place, {
    ...(quantity === undefined ? {} : { expected: quantity }),
    ...(channel === undefined ? {} : { channel }),
  });
  for (const remark of remarks) process.stderr.write(`${place}: ${printable(remark)}\n`);
  return { curve };
}

function chosen(
  { curves, impulses }: Pick<StoredReport, 'curves' | 'impulses'>,
  { quantity, channel, to }: ConvertOptions,
): Converted {
  const wantsImpulse = quantity === 'impulse' || (quantity === undefined && (to === 'wav' || curves.length === 0));
  if (wantsImpulse) return { impulse: chooseImpulse(impulses, channel ?? null) };
  const hasResponse = curves.some(({ curve }) => curve.quantity === 'response');
  const usual = to === 'zma' ? 'impedance' : to === 'frd' && hasResponse ? 'response' : null;
  return { curve: chooseCurve(curves, quantity ?? usual, channel ?? null) };
}

function unfit(to: string, holds: string): AmpbenchError {
  return new AmpbenchError('usage', 'format-unfit', `${to} does not hold ${holds}`, { format: to });
}

function textOf(converted: Converted, to: Exclude<ConvertOptions['to'], 'wav'>): string {
  if ('curve' in converted) return to === 'json' ? encodeResult(converted.curve) : writeCurve(converted.curve, to);
  const { impulse } = converted;
  if (to === 'rew') return writeRewImpulse(impulse);
  if (to === 'json') return encodeResult({ ...impulse, samples: Array.from(impulse.samples) });
  throw unfit(to, 'an impulse response');
}

/** `ampbench convert SOURCE --to F`: a curve or an impulse response of another program, or of a result, in another form. */
export async function runConvert(source: string, options: ConvertOptions): Promise<number> {
  const { to, out } = options;
  const converted = await read(source, options);
  if (to === 'wav') {
    if (!('impulse' in converted)) throw unfit(to, 'a curve against frequency');
    if (out === undefined)
      throw new AmpbenchError('usage', 'option-missing', 'wav needs --out FILE', { option: '--out' });
    const { sampleRateHz, samples } = converted.impulse;
    await writeWave(resolve(out), { sampleRateHz, unit: 'FS', channels: [samples] }, 'float64');
    return EXIT.pass;
  }
  const text = textOf(converted, to);
  if (out === undefined) process.stdout.write(text);
  else await writeFileAtomically(resolve(out), [Buffer.from(text)]);
  return EXIT.pass;
}
