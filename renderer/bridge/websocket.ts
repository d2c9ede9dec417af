import { createBirpc } from 'birpc';
import type { ErrorRecord } from '../../core/errors.ts';
import type { Outcome, PageCalls, PageEvents } from '../../electron/ipc/contract.ts';

const BENCH_PROTOCOL = 'ampbench.v1';

/** A failed call, with the engine's own record of the error. */
export class CallFailed extends Error {
  readonly record: ErrorRecord;

  constructor(record: ErrorRecord) {
    super(record.message);
    this.record = record;
  }
}

type Value<Call> = Call extends (...args: never[]) => Promise<Outcome<infer Given>> ? Given : never;

/** The calls of the contract; each gives its value or throws `CallFailed`. */
export type BenchCalls = {
  [Name in keyof PageCalls]: (...args: Parameters<PageCalls[Name]>) => Promise<Value<PageCalls[Name]>>;
};

export interface Connection {
  readonly calls: BenchCalls;
  close(): void;
}

function unpack<Given>(outcome: Outcome<Given>): Given {
  if (outcome.ok) return outcome.value;
  throw new CallFailed(outcome.error);
}

/**
 * Connects this page to the bench server that served it.
 * @param listeners what the server sends; `closed` comes once, whoever closed. `opened` false: it never opened.
 */
export function connectBench(
  token: string,
  listeners: PageEvents & { readonly closed: (opened: boolean) => void },
): Connection {
  const socket = new WebSocket(`ws://${window.location.host}/bench`, [BENCH_PROTOCOL, token]);
  let opened = false;
  const ready = new Promise<void>((resolve) => {
    socket.addEventListener('open', () => {
      opened = true;
      resolve();
    });
  });
  const { closed, ...events } = listeners;
  const server = createBirpc<PageCalls, PageEvents>(events, {
    post: (message: string) => {
      void ready.then(() => {
        socket.send(message);
      });
    },
    on: (receive) => {
      socket.addEventListener('message', ({ data }) => {
        receive(data);
      });
    },
    serialize: (message: unknown) => JSON.stringify(message),
    deserialize: (message: string) => JSON.parse(message) as unknown,
    timeout: -1,
  });
  socket.addEventListener('close', () => {
    server.$close();
    closed(opened);
  });
  return {
    calls: {
      cards: async () => unpack(await server.cards()),
      parseCard: async (text) => unpack(await server.parseCard(text)),
      rigs: async () => unpack(await server.rigs()),
      plan: async (request) => unpack(await server.plan(request)),
      verify: async (request) => unpack(await server.verify(request)),
      answer: async (promptId, answer) => unpack(await server.answer(promptId, answer)),
      cancel: async () => unpack(await server.cancel()),
      takeControl: async () => unpack(await server.takeControl()),
      reportPath: async (runId) => unpack(await server.reportPath(runId)),
    },
    close: () => {
      socket.close();
    },
  };
}
