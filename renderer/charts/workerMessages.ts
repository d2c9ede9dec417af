import type { Axis } from '../../core/report/axis.ts';
import type { Points } from './minMax.ts';

/** What the page asks of the chart's worker. Traces are handed over once, with their memory; views and values refer to them. */
export type WorkerRequest =
  | { readonly type: 'load'; readonly traces: readonly { readonly x: Float64Array; readonly y: Float64Array }[] }
  | {
      readonly type: 'view';
      readonly id: number;
      readonly axis: Pick<Axis, 'scale' | 'from' | 'to'>;
      readonly columns: number;
    }
  | { readonly type: 'values'; readonly id: number; readonly x: number };

export type WorkerReply =
  | { readonly type: 'view'; readonly id: number; readonly traces: readonly Points[] }
  /** The nearest point of each trace; null for an empty one. */
  | {
      readonly type: 'values';
      readonly id: number;
      readonly points: readonly ({ readonly x: number; readonly y: number } | null)[];
    };
