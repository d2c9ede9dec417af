import interFile from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { paintLabels } from './paintLabels.ts';
import { paintTraces } from './paintTraces.ts';
import { clipToFrame } from './sheet.ts';
import { PAINTED, type LayerRequest, type LivePicture } from './traceLayer.ts';

// Paints the traces of a live chart beside the page's own thread.
let canvas: OffscreenCanvas | null = null;
let place: Extract<LayerRequest, { type: 'sheet' }> | null = null;
let picture: LivePicture = { traces: [], marks: [] };

// The page's fonts are not the worker's; a worker's own are missing in the types of a page
const { fonts } = self as unknown as { fonts: FontFaceSet };
const font = new FontFace('Inter Variable', `url(${interFile})`, { weight: '100 900' });
fonts.add(font);
font.load().then(paint, () => undefined);

function paint(): void {
  if (canvas === null || place === null) return;
  const { sheet, widthPixels, heightPixels, ratio } = place;
  const [width, height] = [Math.round(widthPixels * ratio), Math.round(heightPixels * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, widthPixels, heightPixels);
  context.save();
  clipToFrame(context, sheet.frame);
  paintTraces(context, sheet, picture.traces);
  paintLabels(context, sheet, picture.traces, { limits: [], marks: picture.marks });
  context.restore();
}

self.addEventListener('message', ({ data }: MessageEvent<LayerRequest>) => {
  if (data.type === 'canvas') ({ canvas } = data);
  else if (data.type === 'sheet') place = data;
  else ({ picture } = data);
  paint();
  if (data.type === 'picture') self.postMessage(PAINTED);
});
