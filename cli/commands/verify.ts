import { resolve } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { renderTable } from '../../core/report/table.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import type { Verification } from '../../core/result/verification.ts';
import type { EngineEvent, VerifyRequest } from '../../electron/ipc/contract.ts';
import { superviseEngine } from '../../host/engine/supervisor.ts';
import type { SupervisedEngine } from '../../host/engine/supervisor.ts';
import { exitCodeOfVerification } from '../exitCodes.ts';
import { chooseOperator } from '../operators/chooseOperator.ts';
import type { OperatorOptions } from '../operators/chooseOperator.ts';
import { PromptAnswering } from '../operators/promptAnswering.ts';
import { ProgressLines } from '../progressLines.ts';
import { cardReference, rigReference } from '../references.ts';

export interface VerifyOptions extends OperatorOptions {
  readonly card?: string;
  readonly rig?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly seed?: number;
  readonly json?: boolean;
}

const DEFAULT_SEED = 1;
/** Two signals closer than this are one Ctrl-C, delivered by the terminal and again by whoever started us. */
const SAME_SIGNAL_MS = 500;
const TABLE_WIDTH = { least: 80, most: 200, usual: 120 } as const;

async function requestFrom(options: VerifyOptions): Promise<VerifyRequest> {
  if (options.resume !== undefined) return { kind: 'resume', folder: resolve(options.resume) };
  const { card, rig, out } = options;
  if (card === undefined || rig === undefined || out === undefined) {
    const missing = [
      card === undefined ? '--card' : '',
      rig === undefined ? '--rig' : '',
      out === undefined ? '--out' : '',
    ].filter(Boolean);
    throw new AmpbenchError(
      'usage',
      'option-missing',
      `verify needs ${missing.join(', ')}, or --resume with the folder of a run`,
      {},
      'ampbench verify --help shows examples',
    );
  }
  return {
    kind: 'new',
    card: await cardReference(card),
    rig: await rigReference(rig),
    seed: options.seed ?? DEFAULT_SEED,
    folder: resolve(out),
  };
}

/** Ctrl-C or a polite kill stops the run with a fade; a second one, a moment later, kills the engine. */
function stopOnSignals(engine: SupervisedEngine): () => void {
  let firstMs: number | null = null;
  const stop = (): void => {
    const nowMs = performance.now();
    if (firstMs === null) {
      firstMs = nowMs;
      process.stderr.write('\nstopping: the output fades, what was measured is kept (again to stop at once)\n');
      void engine.cancel();
    } else if (nowMs - firstMs > SAME_SIGNAL_MS) {
      engine.kill();
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}

/** Runs to the end; rejects with the error the run failed with. */
function runToEnd(
  engine: SupervisedEngine,
  request: VerifyRequest,
  handle: (event: EngineEvent) => void,
): Promise<Verification> {
  return new Promise((resolveRun, reject) => {
    engine.subscribe((event) => {
      handle(event);
      if (event.type === 'run-finished') resolveRun(event.verification);
      if (event.type === 'run-failed') reject(AmpbenchError.fromRecord(event.error));
    });
    engine.verify(request).catch(reject);
  });
}

/** `ampbench verify`: the main job. The table (or the JSON) goes to stdout, everything else to stderr. */
export async function runVerify(options: VerifyOptions): Promise<number> {
  const request = await requestFrom(options);
  const operatorFor = await chooseOperator(options);
  const engine = superviseEngine();
  const release = stopOnSignals(engine);
  const progress = new ProgressLines(process.stderr);
  const prompts = new PromptAnswering(engine, operatorFor);
  try {
    const verification = await runToEnd(engine, request, (event) => {
      progress.show(event);
      prompts.handle(event);
    });
    if (options.json === true) {
      process.stdout.write(encodeResult(verification));
    } else {
      const width = Math.min(
        Math.max(process.stdout.isTTY ? process.stdout.columns : TABLE_WIDTH.usual, TABLE_WIDTH.least),
        TABLE_WIDTH.most,
      );
      const color = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
      process.stdout.write(`${renderTable(verification, { width, color })}\n`);
    }
    process.stderr.write(`report: ${resolve(request.folder, 'report.html')}\n`);
    return exitCodeOfVerification(verification);
  } catch (error) {
    // The run was stopped because nobody could answer: that is what to tell, not that it was stopped.
    throw prompts.failure ?? error;
  } finally {
    release();
    await engine.close();
  }
}
