import { once } from 'node:events';
import { join } from 'node:path';
import { superviseEngine } from '../../host/engine/supervisor.ts';
import type { Qa40xServer } from '../../host/qa40x/startQa40xServer.ts';
import { startBenchServer } from '../../host/server/startBenchServer.ts';
import { dataFolder } from '../../host/system/dataFolder.ts';
import { openInBrowser } from '../../host/system/openInBrowser.ts';
import { productFolder } from '../../host/system/productFolder.ts';
import { EXIT } from '../exitCodes.ts';
import type { Qa40xOptions } from '../options/qa40xOptions.ts';
import { serveQa40x } from './serveQa40x.ts';

/** `ampbench serve`: the bench server, until it is stopped. */
export async function runServe(
  options: Qa40xOptions & {
    readonly port: number;
    readonly runs?: string;
    readonly open?: boolean;
  },
): Promise<number> {
  const engine = superviseEngine();
  let qa40x: Qa40xServer | null = null;
  try {
    qa40x = await serveQa40x(engine, options);
    const server = await startBenchServer({
      engine,
      port: options.port,
      pageDir: join(productFolder(), 'out', 'renderer'),
      runsDir: options.runs ?? join(dataFolder(), 'runs'),
    });
    process.stdout.write(`${server.url}\n`);
    const opened = options.open === true && (await openInBrowser(server.url));
    process.stderr.write(
      opened
        ? 'the page opens in your browser; Ctrl-C ends the bench\n'
        : 'open this address in a browser on this machine; Ctrl-C ends the bench\n',
    );
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
    await server.close();
    return EXIT.pass;
  } finally {
    await qa40x?.close();
    await engine.close();
  }
}
