import { join } from 'node:path';
import type { Rig } from '../../core/calibration/rig.ts';
import type { CommandStep, MeasureStep, PromptStep, VerifyStep } from '../../core/sequence/sequence.ts';
import type { CardRef, Engine, EngineEvent, RunStarted } from '../../electron/ipc/contract.ts';
import type { RigRef } from '../../electron/ipc/rigRef.ts';
import { runCommand } from './runCommand.ts';
import type { SequenceBench } from './sequenceBench.ts';

/** Runs on an engine, one after another, each from its begin to its end. */
export interface EngineRuns {
  readonly engine: Engine;
  /** Fires when the person stops it all. */
  readonly stopped: AbortSignal;
  readonly toEnd: <Result>(
    begin: (engine: Engine) => Promise<RunStarted>,
    resultOf: (event: EngineEvent) => Result | undefined,
  ) => Promise<Result>;
  /** Resolves when the person has done what a sequence's own prompt asks; rejects where they abort. */
  readonly ask: (id: string, text: string) => Promise<void>;
}

/** A unit's place: what measures it, what it is called, and where its runs go. */
export interface UnitPlace {
  readonly rig: Rig;
  readonly rigRef: RigRef;
  readonly seed: number;
  /** The card a step names. */
  readonly cardOf: (card: string) => Promise<CardRef>;
  /** Where programs run, and where relative ones are looked for. */
  readonly commandFolder: string;
  /** A step's run lies in a folder of this beginning and the step's id, `_` in place of its dots: a run's name has none. */
  readonly runsFolder: string;
  readonly runPrefix: string;
  readonly serial: string | null;
  readonly batchId: string | null;
}

/** Carries a sequence's steps out on an engine. */
export function engineBench(runs: EngineRuns, place: UnitPlace): SequenceBench {
  const { rig, rigRef, seed, cardOf, commandFolder, runsFolder, runPrefix, serial, batchId } = place;
  const folderOf = ({ id }: { readonly id: string }): string =>
    join(runsFolder, `${runPrefix}${id}`.replaceAll('.', '_'));
  const unit = { ...(serial === null ? {} : { serial }), ...(batchId === null ? {} : { batchId }) };
  return {
    rigId: rig.id,
    simulated: rig.driver === 'simulated',
    verify: async (step: VerifyStep) => {
      const card = await cardOf(step.card);
      const rules = step.rules === null ? {} : { rules: step.rules };
      const { plan } = await runs.engine.plan({ card, rig: rigRef, ...rules });
      const folder = folderOf(step);
      const verification = await runs.toEnd(
        (engine) => engine.verify({ kind: 'new', card, rig: rigRef, seed, folder, ...rules, ...unit }),
        (event) => (event.type === 'run-finished' ? event.verification : undefined),
      );
      return { verification, plan, folder };
    },
    measure: async (step: MeasureStep) => {
      const folder = folderOf(step);
      const measurement = await runs.toEnd(
        (engine) => engine.measure({ measurement: step.measurement, rig: rigRef, seed, folder, ...unit }),
        (event) => (event.type === 'measurement-finished' ? event.measurement : undefined),
      );
      return { measurement, folder };
    },
    ask: (step: PromptStep) => runs.ask(step.id, step.text),
    command: (step: CommandStep) => runCommand(step, commandFolder, runs.stopped),
    mute: () => runs.engine.cancel(),
  };
}
