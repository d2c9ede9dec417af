import { nearestIndex, thinTrace } from './minMax.ts';
import type { WorkerReply, WorkerRequest } from './workerMessages.ts';

// Thins traces beside the page's own thread: half a million points a trace must not hold up a cursor.
let traces: readonly { readonly x: Float64Array; readonly y: Float64Array }[] = [];

function answer(request: WorkerRequest): WorkerReply | null {
  switch (request.type) {
    case 'load':
      ({ traces } = request);
      return null;
    case 'view':
      return {
        type: 'view',
        id: request.id,
        traces: traces.map(({ x, y }) => thinTrace(x, y, request.axis, request.columns)),
      };
    case 'values':
      return {
        type: 'values',
        id: request.id,
        points: traces.map(({ x, y }) => {
          const index = nearestIndex(x, request.x);
          return index < 0 ? null : { x: x[index], y: y[index] };
        }),
      };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<WorkerRequest>) => {
  const reply = answer(data);
  if (reply === null) return;
  const moved = reply.type === 'view' ? reply.traces.map(({ buffer }) => buffer as ArrayBuffer) : [];
  self.postMessage(reply, { transfer: moved });
});
