import { formatQuantity } from '../../core/units/format.ts';
import type { RigBaseline } from '../../core/rigCheck/baseline.ts';
import { preflightStatus, type Preflight, type PreflightStatus } from '../../core/rigCheck/preflight.ts';
import { superviseEngine, type SupervisedEngine } from '../../host/engine/supervisor.ts';
import { EXIT } from '../exitCodes.ts';
import { columns, printJson } from '../output.ts';
import { rigReference } from '../references.ts';

const MARKS: Readonly<Record<PreflightStatus, string>> = {
  ok: 'ok',
  warning: 'warning',
  failed: 'FAILED',
  'not-checked': '-',
};

const LOOPBACK_NOTE = 'Connect each output straight to its input: no amplifier, no headphone.\n';

/** A preflight as text: each check, and under what is wrong what to do about it. */
export function preflightText({ checks }: Preflight): string {
  return checks
    .map(
      ({ id, status, text, advice }) =>
        `${MARKS[status].padEnd(8)} ${id.padEnd(11)} ${text}\n${advice === null ? '' : `${' '.repeat(21)}${advice}\n`}`,
    )
    .join('');
}

/** A baseline as text: when, its figures, its clock. */
export function baselineText({ measuredAt, simulated, figures, clock }: RigBaseline): string {
  const rows = figures.map(({ id, channel, text, conditions: { frequencyHz, inputVoltsRms, channelsDriven } }) => [
    id,
    channel,
    text,
    [
      ...(frequencyHz === undefined ? [] : [formatQuantity(frequencyHz, 'Hz')]),
      ...(inputVoltsRms === undefined ? [] : [formatQuantity(inputVoltsRms, 'V')]),
      ...(channelsDriven === undefined ? [] : [`${channelsDriven.join(', ')} driven`]),
    ].join(', '),
  ]);
  return `baseline of ${measuredAt}${simulated ? ', simulated' : ''}\n${columns(rows)}clock ${clock.ppm.toFixed(3)} ± ${clock.uncertaintyPpm.toFixed(3)} ppm\n`;
}

/** Runs something with an engine that Ctrl-C stops with a fade. */
async function withEngine<Result>(work: (engine: SupervisedEngine) => Promise<Result>): Promise<Result> {
  const engine = superviseEngine();
  const stop = (): void => void engine.cancel();
  process.once('SIGINT', stop);
  try {
    return await work(engine);
  } finally {
    process.removeListener('SIGINT', stop);
    await engine.close();
  }
}

/** `ampbench rig preflight R`: exit code 4 where something would spoil every figure. */
export async function runRigPreflight(ref: string, { json }: { readonly json?: boolean }): Promise<number> {
  const reference = await rigReference(ref);
  process.stderr.write(LOOPBACK_NOTE);
  const preflight = await withEngine((engine) => engine.preflight(reference));
  if (json === true) printJson(preflight);
  else process.stdout.write(preflightText(preflight));
  return preflightStatus(preflight) === 'failed' ? EXIT.device : EXIT.pass;
}

/** `ampbench rig baseline R`: measures the rig itself and keeps it with the rig. */
export async function runRigBaseline(ref: string, { json }: { readonly json?: boolean }): Promise<number> {
  const reference = await rigReference(ref);
  process.stderr.write(LOOPBACK_NOTE);
  const baseline = await withEngine((engine) => engine.measureBaseline(reference));
  if (json === true) printJson(baseline);
  else process.stdout.write(baselineText(baseline));
  return EXIT.pass;
}
