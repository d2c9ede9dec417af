import { once } from 'node:events';
import { join } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';
import { superviseEngine } from '../../host/engine/supervisor.ts';
import type { Qa40xServer } from '../../host/qa40x/startQa40xServer.ts';
import { loadApiToken, TOKEN_VARIABLE } from '../../host/server/api/apiToken.ts';
import { API_PATH } from '../../host/server/api/openApi.ts';
import { startBenchServer } from '../../host/server/startBenchServer.ts';
import { keepSynchronized, type Synchronizing } from '../../host/store/sync/keepSynchronized.ts';
import { ownStoreFolder } from '../../host/store/ownStore.ts';
import { dataFolder } from '../../host/system/dataFolder.ts';
import { openInBrowser } from '../../host/system/openInBrowser.ts';
import { productFolder } from '../../host/system/productFolder.ts';
import { EXIT } from '../exitCodes.ts';
import type { Qa40xOptions } from '../options/qa40xOptions.ts';
import { sharedAddress } from '../sharedStore.ts';
import { serveQa40x } from './serveQa40x.ts';

export interface ServeOptions extends Qa40xOptions {
  readonly port: number;
  readonly runs?: string;
  readonly store?: string;
  readonly open?: boolean;
  readonly api?: boolean;
  readonly tokenFile?: string;
}

/** The token of the API and where it stands; null where it is not to be served. @throws AmpbenchError `usage/needs-api` */
async function readApi(options: ServeOptions): Promise<{ readonly token: string; readonly tokenPlace: string } | null> {
  const { api = false, tokenFile = join(dataFolder(), 'api-token') } = options;
  if (api) {
    const tokenPlace = TOKEN_VARIABLE in process.env ? TOKEN_VARIABLE : tokenFile;
    return { token: await loadApiToken(tokenFile), tokenPlace };
  }
  if (options.tokenFile === undefined) return null;
  throw new AmpbenchError('usage', 'needs-api', '--token-file is heeded with --api only', { option: '--token-file' });
}

/** `ampbench serve`: the bench server, until it is stopped. */
export async function runServe(options: ServeOptions): Promise<number> {
  const api = await readApi(options);
  const shared = await sharedAddress(options.store);
  const runsDir = options.runs ?? (await ownStoreFolder());
  const engine = superviseEngine();
  let qa40x: Qa40xServer | null = null;
  let synchronizing: Synchronizing | null = null;
  try {
    qa40x = await serveQa40x(engine, options);
    const server = await startBenchServer({
      engine,
      port: options.port,
      pageDir: join(productFolder(), 'out', 'renderer'),
      runsDir,
      ...(api === null ? {} : { apiToken: api.token }),
    });
    process.stdout.write(`${server.url}\n`);
    if (shared !== null) synchronizing = keepSynchronized(runsDir, shared, (line) => process.stderr.write(`${line}\n`));
    if (api !== null) {
      const address = new URL(API_PATH, server.url).href;
      process.stderr.write(`the API answers at ${address} to the token in ${api.tokenPlace}\n`);
    }
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
    await synchronizing?.stop();
    await qa40x?.close();
    await engine.close();
  }
}
