import type { SequenceResult, StepResult } from '../../core/sequence/stepResult.ts';
import type { DryRun } from '../../host/sequence/dryRun.ts';
import type { SequenceEvent } from '../../host/sequence/runSequence.ts';

const WORDS: Readonly<Record<StepResult['outcome'], string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  inconclusive: 'INCONCLUSIVE',
  done: 'done',
  error: 'ERROR',
  'not-run': 'not run',
};

const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** A line of progress. */
export function stepLine(event: SequenceEvent): string {
  if (event.type === 'step-begins') return `step ${event.index + 1} of ${event.count}: ${event.title}\n`;
  return `${WORDS[event.step.outcome]} ${event.step.id} (${seconds(event.step.seconds)})\n`;
}

/** A finished sequence, step by step; what did not pass with its reason. */
export function resultLines(result: SequenceResult): string {
  const lines = result.steps.flatMap((step) => [
    `${WORDS[step.outcome].padEnd(13)} ${step.id}: ${step.title} (${seconds(step.seconds)})`,
    ...(step.error === null ? [] : [`              ${step.error.code}: ${step.error.message}`]),
    ...step.checks
      .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'manual')
      .map(({ name, verdict, text }) => `              ${verdict}: ${name}. ${text}`),
  ]);
  const simulated = result.simulated ? 'SIMULATED bench: no device is involved\n' : '';
  const unit = result.serial === null ? '' : `, unit ${result.serial}`;
  return `${simulated}${result.name}${unit}: ${WORDS[result.outcome]} (${seconds(result.seconds)})\n${lines.join('\n')}\n`;
}

/** A dry run for the person: what happens, how long it takes, what they have to do, which programs run. */
export function dryRunLines(told: DryRun): string {
  const lines = told.steps.flatMap(({ id, title, seconds: audio, work, limits, command }) => [
    `${id}: ${title}${audio > 0 ? ` (about ${seconds(audio)} of audio)` : ''}`,
    ...work.map((text) => `  you: ${text}`),
    ...(command === null ? [] : [`  runs: ${JSON.stringify(command)}`]),
    ...limits.map((limit) => `  limit: ${limit}`),
  ]);
  const prompts = told.steps.reduce((sum, { work }) => sum + work.length, 0);
  return `${told.name} on ${told.rigId}: ${told.steps.length} steps, about ${seconds(told.seconds)} of audio, ${prompts} things for you to do. Nothing was played, no program was run.\n${lines.join('\n')}\n`;
}
