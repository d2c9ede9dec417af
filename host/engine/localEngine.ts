import { basename, resolve } from 'node:path';
import { parseCard } from '../../core/card/parseCard.ts';
import type { Rig } from '../../core/calibration/rig.ts';
import type { SpecCard } from '../../core/card/claim.ts';
import { AmpbenchError } from '../../core/errors.ts';
import type { VerificationPlan } from '../../core/planner/plan.ts';
import { planVerification } from '../../core/planner/planVerification.ts';
import type { Procedure, Prompt, PromptAnswer } from '../../core/run/effects.ts';
import { renderHtml } from '../../core/report/html.ts';
import { encodeResult } from '../../core/result/encodeResult.ts';
import type { Verification } from '../../core/result/verification.ts';
import { listSimulatedBenches } from '../../core/simulate/bench.ts';
import type {
  CardRef,
  Engine,
  EngineEvent,
  PlannedRun,
  PlanRequest,
  PromptAnswerInput,
  RigListing,
  RigRef,
  RunStarted,
  VerifyRequest,
} from '../../electron/ipc/contract.ts';
import { RunFolder } from '../store/runFolder.ts';
import { listCards, loadCard } from '../system/cardLibrary.ts';
import { listSavedRigs, loadRig } from '../system/rigLibrary.ts';
import { executeRun } from './executeRun.ts';
import { EventTranslator } from './eventTranslator.ts';
import { listAllDevices } from './openBench.ts';
import type { OpenBench } from './openBench.ts';
import { PromptDesk } from './promptDesk.ts';
import { toErrorRecord } from './protocol.ts';

/** What a run is made of; tests put small hand-written ones in. */
export interface EngineParts {
  procedure(card: SpecCard, rig: Rig, options: { seed: number; simulated: boolean }): Procedure<Verification>;
  openBench: OpenBench;
}

/** An engine in this process, and the one thing only its supervisor may ask: to go on after a crash. */
export interface LocalEngine extends Engine {
  restore(folder: string): Promise<void>;
}

interface RunUnderWay {
  readonly cancel: AbortController;
  readonly prompts: PromptDesk;
  readonly settled: Promise<void>;
}

const PLAN_SEED = 1;

async function readCard(ref: CardRef): Promise<{ id: string | null; text: string }> {
  if (ref.kind === 'text') return { id: null, text: ref.text };
  const { id, text } = await loadCard(ref.id);
  return { id, text };
}

function parse(card: { id: string | null; text: string }): SpecCard {
  return parseCard(card.text, card.id === null ? {} : { id: card.id });
}

async function readRig(ref: RigRef, seed: number): Promise<Rig> {
  return ref.kind === 'given' ? ref.rig : loadRig(ref.id, seed);
}

function listing(rig: Rig): RigListing {
  return { id: rig.id, name: rig.name, simulated: rig.driver === 'simulated', sampleRateHz: rig.sampleRateHz };
}

/** An engine that works in this process. The command line and the servers use it through `superviseEngine`. */
export function createLocalEngine(parts: EngineParts): LocalEngine {
  const listeners = new Set<(event: EngineEvent) => void>();
  let underWay: RunUnderWay | null = null;
  const emit = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
  };

  const begin = async (
    openFolder: () => Promise<RunFolder>,
    how: { resumed: boolean; confirmWiring: boolean },
  ): Promise<RunStarted> => {
    if (underWay !== null) {
      throw new AmpbenchError(
        'usage',
        'run-in-progress',
        'a run is under way; one runs at a time',
        {},
        'cancel it, or wait until it ends',
      );
    }
    const cancel = new AbortController();
    const prompts = new PromptDesk(emit);
    let markSettled = (): void => undefined;
    const settled = new Promise<void>((resolveSettled) => {
      markSettled = resolveSettled;
    });
    underWay = { cancel, prompts, settled };
    const end = (): void => {
      underWay = null;
      markSettled();
    };
    let folder: RunFolder | null = null;
    try {
      folder = await openFolder();
      const { rig, seed } = folder.record;
      const card = parse(folder.record.card);
      const plan = planVerification(card, rig);
      const started = { runId: basename(folder.path), folder: folder.path };
      const planned: PlannedRun = { card, rig, simulated: rig.driver === 'simulated', plan };
      const bench = await parts.openBench(rig, seed);
      emit({ type: 'run-started', ...started, ...planned, resumed: how.resumed });
      // The caller is told that the run has begun; how it goes on is told by events.
      void carryOut(folder, planned, bench, { cancel, prompts, confirmWiring: how.confirmWiring })
        .catch((error: unknown): RunEnd => ({ type: 'run-failed', error: toErrorRecord(error) }))
        .then((last) => {
          end();
          emit({ ...started, ...last });
        });
      return started;
    } catch (error) {
      await folder?.close();
      end();
      throw error;
    }
  };

  const carryOut = async (
    folder: RunFolder,
    planned: PlannedRun,
    bench: Awaited<ReturnType<OpenBench>>,
    { cancel, prompts, confirmWiring }: { cancel: AbortController; prompts: PromptDesk; confirmWiring: boolean },
  ): Promise<RunEnd> => {
    const { card, rig, simulated } = planned;
    try {
      const events = new EventTranslator(planned.plan, emit);
      const procedure = parts.procedure(card, rig, { seed: folder.record.seed, simulated });
      const verification = await executeRun(procedure, {
        rig,
        folder,
        bench,
        confirmWiring,
        cancel: cancel.signal,
        ask: (prompt: Prompt, stop: AbortSignal): Promise<PromptAnswer> => prompts.ask(prompt, stop),
        observe: (event) => {
          events.translate(event);
        },
      });
      await folder.writeResult('result.json', encodeResult(verification));
      await folder.writeResult('report.html', renderHtml(verification));
      return { type: 'run-finished', verification };
    } finally {
      await bench.close();
      await folder.close();
    }
  };

  return {
    devices: listAllDevices,
    cards: listCards,
    parseCard: async (text) => Promise.resolve(parseCard(text)),
    rigs: async () => {
      const simulated = listSimulatedBenches().map(async (id) => loadRig(id, PLAN_SEED));
      return [...(await Promise.all(simulated)), ...(await listSavedRigs())].map(listing);
    },
    plan: async (request: PlanRequest): Promise<PlannedRun> => {
      const card = parse(await readCard(request.card));
      const rig = await readRig(request.rig, PLAN_SEED);
      const plan: VerificationPlan = planVerification(card, rig);
      return { card, rig, simulated: rig.driver === 'simulated', plan };
    },
    verify: async (request: VerifyRequest) => {
      const path = resolve(request.folder);
      if (request.kind === 'resume') return begin(() => RunFolder.open(path), { resumed: true, confirmWiring: true });
      return begin(
        async () => {
          const card = await readCard(request.card);
          const rig = await readRig(request.rig, request.seed);
          // Read once before anything is made on disk: a card that cannot be read leaves no folder behind.
          planVerification(parse(card), rig);
          return RunFolder.create(path, { schemaVersion: 1, card, rig, seed: request.seed });
        },
        { resumed: false, confirmWiring: false },
      );
    },
    restore: async (folder) => {
      await begin(() => RunFolder.open(folder), { resumed: true, confirmWiring: false });
    },
    answer: async (promptId: string, answer: PromptAnswerInput) => {
      if (underWay === null) {
        throw new AmpbenchError('usage', 'prompt-not-open', `prompt "${promptId}" is not open: no run is under way`, {
          promptId,
        });
      }
      await Promise.resolve(underWay.prompts.answer(promptId, answer));
    },
    cancel: async () => {
      underWay?.cancel.abort();
      await underWay?.settled;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

type RunEnd =
  | { readonly type: 'run-finished'; readonly verification: Verification }
  | { readonly type: 'run-failed'; readonly error: ReturnType<typeof toErrorRecord> };
