import type { PointMark } from '../../core/report/chart.ts';
import type { Points } from './minMax.ts';
import type { Sheet } from './sheet.ts';

/** What is drawn at one moment: the points of each trace, thinned already, and what is marked. */
export interface LivePicture {
  readonly traces: readonly Points[];
  readonly marks: readonly PointMark[];
}

/** What the page tells the worker that paints a layer. */
export type LayerRequest =
  | { readonly type: 'canvas'; readonly canvas: OffscreenCanvas }
  | {
      readonly type: 'sheet';
      readonly sheet: Sheet;
      readonly widthPixels: number;
      readonly heightPixels: number;
      /** Pixels of the screen to one of the page. */
      readonly ratio: number;
    }
  | { readonly type: 'picture'; readonly picture: LivePicture };

/** What the worker answers, once it has painted a picture. */
export const PAINTED = 'painted';

/** A canvas whose traces a worker paints: however much there is to paint, the page's own thread stays free. */
export interface TraceLayer {
  readonly canvas: HTMLCanvasElement;
  /** Where and how the traces are painted from now on. */
  setSheet(sheet: Sheet): void;
  /** Shows a picture; while the one before is being painted the newest waits and the others are left out. */
  show(picture: LivePicture): void;
  close(): void;
}

/**
 * Puts a canvas into a chart's area, under its overlay.
 * @param onPainted a picture was painted
 */
export function openTraceLayer(overlay: HTMLCanvasElement, onPainted: () => void): TraceLayer {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  overlay.before(canvas);
  const worker = new Worker(new URL('./traceLayerWorker.ts', import.meta.url), { type: 'module' });
  const tell = (request: LayerRequest, transfer: Transferable[] = []): void => {
    worker.postMessage(request, transfer);
  };
  const offscreen = canvas.transferControlToOffscreen();
  tell({ type: 'canvas', canvas: offscreen }, [offscreen]);
  let painting = false;
  let waiting: LivePicture | null = null;
  const show = (picture: LivePicture): void => {
    if (painting) {
      waiting = picture;
      return;
    }
    painting = true;
    tell({ type: 'picture', picture });
  };
  worker.addEventListener('message', () => {
    painting = false;
    onPainted();
    const next = waiting;
    waiting = null;
    if (next !== null) show(next);
  });
  return {
    canvas,
    setSheet: (sheet) => {
      const ratio = window.devicePixelRatio;
      const [widthPixels, heightPixels] = [canvas.clientWidth, canvas.clientHeight];
      tell({ type: 'sheet', sheet, widthPixels, heightPixels, ratio });
    },
    show,
    close: () => {
      worker.terminate();
      canvas.remove();
    },
  };
}
