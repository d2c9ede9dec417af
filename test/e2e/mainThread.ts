import type { Browser } from 'playwright-core';

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

/** Tasks of every thread of the processes that show pages, while something is done. */
async function traceTasks(browser: Browser, action: () => Promise<unknown>) {
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
  await action();
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const tasks = events.filter(({ name }) => name.endsWith('RunTask'));
  return events
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => ({
      main: tasks.filter((event) => event.pid === pid && event.tid === tid),
      all: tasks.filter((event) => event.pid === pid),
    }))
    .sort((a, b) => b.main.length - a.main.length);
}

/** Watches the main thread of the busiest page while something is done. */
export async function watchMainThread(browser: Browser, action: () => Promise<unknown>): Promise<MainThread> {
  const [{ main } = { main: [] }] = await traceTasks(browser, action);
  return {
    computingMs: descending(main.map(({ tdur = 0 }) => tdur)),
    elapsedMs: descending(main.map(({ dur = 0 }) => dur)),
  };
}

/** What all threads of the busiest page compute while something is done, milliseconds: as if one had done everything, and nothing had kept it waiting. */
export async function computingOf(browser: Browser, action: () => Promise<unknown>): Promise<number> {
  const [{ all } = { all: [] }] = await traceTasks(browser, action);
  return all.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
}
