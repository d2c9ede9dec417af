import type { Browser, Page } from 'playwright-core';

/** An event of a trace; microseconds. `tdur`: time the processor spent on it, without what others ran meanwhile. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly dur?: number;
  readonly args: { readonly name?: string };
}

/** Tasks of a page's main thread, longest first, milliseconds. */
export interface MainThread {
  /** Computing alone: what else the machine does does not count. */
  readonly computingMs: readonly number[];
  /** From beginning to end, with the times in which the thread had to wait for a processor. */
  readonly elapsedMs: readonly number[];
}

const descending = (values: readonly number[]): number[] => values.map((value) => value / 1000).sort((a, b) => b - a);

/** Watches the main thread of the busiest page for so many seconds. */
export async function watchMainThread(browser: Browser, page: Page, seconds: number): Promise<MainThread> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[]));
  });
  const complete = new Promise((resolve) => {
    session.once('Tracing.tracingComplete', resolve);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel'] },
  });
  await page.waitForTimeout(1000 * seconds);
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const threads = events
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) =>
      events.filter((event) => event.pid === pid && event.tid === tid && event.name.endsWith('RunTask')),
    );
  const [busiest = []] = threads.sort((a, b) => b.length - a.length);
  return {
    computingMs: descending(busiest.map(({ tdur = 0 }) => tdur)),
    elapsedMs: descending(busiest.map(({ dur = 0 }) => dur)),
  };
}
