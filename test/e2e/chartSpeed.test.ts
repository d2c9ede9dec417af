import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumMissing, launchChromium } from './chromium.ts';
import { computingOf, watchMainThread } from './mainThread.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SCREENSHOTS = join(ROOT, 'out', 'screenshots');
const TRACES = 10;
const POINTS = 500_000;
/** What a step of zooming and a move of the cursor may compute at most, for ten traces of half a million points. */
const ZOOM_LIMIT_MS = 100;
const CURSOR_LIMIT_MS = 16;
const TYPES: Readonly<Partial<Record<string, string>>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** A page with nothing on it but the chart: ten noise floors with peaks, told apart by their level. */
const HARNESS = `
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { InteractiveChart } from '${ROOT}renderer/charts/InteractiveChart.tsx';
import '${ROOT}renderer/style/tokens.css';
import '${ROOT}renderer/style/base.css';
import '${ROOT}renderer/style/charts.css';
document.documentElement.dataset.theme = 'dark';
const traces = Array.from({ length: ${TRACES} }, (_, style) => {
  const x = new Float64Array(${POINTS});
  const y = new Float64Array(${POINTS});
  for (let index = 0; index < x.length; index += 1) {
    x[index] = 10 + (index * 96000) / x.length;
    y[index] = -150 + 8 * style + 6 * Math.sin(index * 12.9898 * (style + 1)) * Math.sin(index * 78.233);
  }
  for (const at of [0.01, 0.02, 0.1, 0.4]) y[Math.floor(at * x.length)] = -20 - style;
  return { label: 'Trace ' + style, style, x, y };
});
const spec = {
  title: 'Spectra',
  x: { scale: 'log', from: 10, to: 100000, title: 'Frequency (Hz)' },
  y: { scale: 'linear', from: -180, to: 0, title: 'Level (dBV)' },
  traces, limits: [], marks: [],
};
createRoot(document.getElementById('root')).render(createElement(StrictMode, null, createElement(InteractiveChart, { spec })));
`;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

describe.skipIf(chromiumMissing)('a chart of ten traces with half a million points each', () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    // Inside the product's folder, so that packages are found as they are from everywhere in it.
    folder = mkdtempSync(join(ROOT, 'out', 'chart-speed-'));
    process.env['NODE_ENV'] = 'production';
    writeFileSync(
      join(folder, 'index.html'),
      '<!doctype html><div id="root" style="display:flex;height:640px;width:1280px"></div><script type="module" src="./main.js"></script>',
    );
    writeFileSync(join(folder, 'main.js'), HARNESS);
    const outDir = join(folder, 'page');
    await build({
      root: folder,
      base: './',
      configFile: false,
      logLevel: 'error',
      build: { outDir, target: 'es2022' },
    });
    server = createServer((request, response) => {
      const path = request.url === '/' ? '/index.html' : (request.url ?? '/');
      readFile(join(outDir, path)).then(
        (content) => response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.locator('.chart:not([data-drawn="0"])').waitFor({ timeout: 30_000 });
  });
  afterAll(async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Milliseconds of twenty steps of the wheel, each from the wheel to the frame with the new picture. */
  const zoomTimes = (): Promise<number[]> =>
    page.evaluate(async () => {
      const chart = document.querySelector<HTMLElement>('.chart')!;
      const area = document.querySelector<HTMLElement>('.chart-area')!;
      const { left, top } = area.getBoundingClientRect();
      const place = { clientX: left + 700, clientY: top + 200, bubbles: true, cancelable: true };
      const step = (deltaY: number) =>
        new Promise<number>((resolve) => {
          const start = performance.now();
          const drawn = new MutationObserver(() => {
            drawn.disconnect();
            requestAnimationFrame(() => {
              resolve(performance.now() - start);
            });
          });
          drawn.observe(chart, { attributes: true, attributeFilter: ['data-drawn'] });
          area.dispatchEvent(new WheelEvent('wheel', { ...place, deltaY }));
        });
      const found: number[] = [];
      for (let index = 0; index < 20; index += 1) found.push(await step(index % 10 < 5 ? -100 : 100));
      return found;
    });

  it(`computes a step of zooming within ${ZOOM_LIMIT_MS} ms, on all threads together`, async () => {
    let times: number[] = [];
    const computing = await computingOf(browser, async () => {
      times = await zoomTimes();
    });
    await page.screenshot({ path: join(SCREENSHOTS, 'chart-ten-traces.png') });
    const perStep = computing / times.length;
    process.stderr.write(
      `zoom step: ${perStep.toFixed(1)} ms of computing, median ${median(times).toFixed(1)} ms from the wheel to the picture\n`,
    );
    expect(perStep).toBeGreaterThan(0);
    expect(perStep).toBeLessThanOrEqual(ZOOM_LIMIT_MS);
  });

  it(`moves the cursor with tasks of ${CURSOR_LIMIT_MS} ms of computing at most, without drawing the traces anew`, async () => {
    const moveCursor = () =>
      page.evaluate(async () => {
        const chart = document.querySelector<HTMLElement>('.chart')!;
        const area = document.querySelector<HTMLElement>('.chart-area')!;
        const box = area.getBoundingClientRect();
        const before = chart.dataset['drawn'];
        const found: number[] = [];
        for (let index = 0; index < 60; index += 1) {
          await new Promise(requestAnimationFrame);
          const start = performance.now();
          const clientX = box.left + 100 + 15 * index;
          area.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY: box.top + 200, bubbles: true }));
          found.push(performance.now() - start);
        }
        return { times: found, redrawn: chart.dataset['drawn'] !== before };
      });
    let moved: Awaited<ReturnType<typeof moveCursor>> = { times: [], redrawn: true };
    const { computingMs } = await watchMainThread(browser, async () => {
      moved = await moveCursor();
    });
    const { times, redrawn } = moved;
    await page.locator('.legend b').first().waitFor();
    process.stderr.write(
      `cursor: longest task ${computingMs[0].toFixed(2)} ms of computing, median ${median(times).toFixed(2)} ms elapsed\n`,
    );
    expect(computingMs[0]).toBeLessThanOrEqual(CURSOR_LIMIT_MS);
    expect(redrawn).toBe(false);
  });
});
