import type { Axis } from '../../core/report/axis.ts';
import type { ChartTrace } from './chartSpec.ts';
import type { Points } from './minMax.ts';
import type { WorkerReply, WorkerRequest } from './workerMessages.ts';

type Values = Extract<WorkerReply, { type: 'values' }>['points'];

/** The traces of one chart, kept in a worker that thins them. */
export interface TraceDesk {
  /** Thinned for a view; null where a later view was asked for meanwhile. */
  view(axis: Pick<Axis, 'scale' | 'from' | 'to'>, columns: number): Promise<readonly Points[] | null>;
  /** The nearest point of each trace; null where another place was asked for meanwhile. */
  values(x: number): Promise<Values | null>;
  close(): void;
}

/** Hands traces to a worker of their own. */
export function openTraceDesk(traces: readonly ChartTrace[]): TraceDesk {
  const worker = new Worker(new URL('./decimateWorker.ts', import.meta.url), { type: 'module' });
  const ask = (request: WorkerRequest, transfer: Transferable[] = []): void => {
    worker.postMessage(request, transfer);
  };
  const copies = traces.map(({ x, y }) => ({ x: Float64Array.from(x), y: Float64Array.from(y) }));
  ask(
    { type: 'load', traces: copies },
    copies.flatMap(({ x, y }) => [x.buffer, y.buffer]),
  );
  let lastId = 0;
  const waiting: { [Type in WorkerReply['type']]: { id: number; settle: (reply: WorkerReply | null) => void } | null } =
    { view: null, values: null };
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerReply>) => {
    const open = waiting[data.type];
    if (open === null || open.id !== data.id) return;
    waiting[data.type] = null;
    open.settle(data);
  });
  const request = (made: Exclude<WorkerRequest, { type: 'load' }>): Promise<WorkerReply | null> => {
    waiting[made.type]?.settle(null);
    return new Promise((settle) => {
      waiting[made.type] = { id: made.id, settle };
      ask(made);
    });
  };
  return {
    view: async (axis, columns) => {
      lastId += 1;
      const { scale, from, to } = axis;
      const reply = await request({ type: 'view', id: lastId, axis: { scale, from, to }, columns });
      return reply?.type === 'view' ? reply.traces : null;
    },
    values: async (x) => {
      lastId += 1;
      const reply = await request({ type: 'values', id: lastId, x });
      return reply?.type === 'values' ? reply.points : null;
    },
    close: () => {
      worker.terminate();
    },
  };
}
