import { setTimeout as delay } from 'node:timers/promises';
import { AmpbenchError } from '../../../core/errors.ts';
import type { PostgresAddress } from '../postgres/postgresAddress.ts';
import { synchronizeFolder } from './syncBench.ts';

const INTERVAL_MILLISECONDS = 30_000;

export interface Synchronizing {
  /** Ends it after the run that is being sent. */
  stop(): Promise<void>;
}

/**
 * Synchronizes a bench's store with a shared one again and again. While the server is away it goes on trying; what is wrong is told once, and again when it
 * is something else.
 * @param tell a line for a person
 */
export function keepSynchronized(
  folder: string,
  address: PostgresAddress,
  tell: (line: string) => void,
  intervalMilliseconds = INTERVAL_MILLISECONDS,
): Synchronizing {
  const stop = new AbortController();
  let trouble = '';
  const tellOnce = (name: string, line: string): void => {
    if (name !== trouble && name !== '') tell(line);
    trouble = name;
  };
  const attempt = async (): Promise<void> => {
    try {
      const { problems } = await synchronizeFolder(folder, address, { cancel: stop.signal });
      const reasons = problems.map(({ reason }) => reason).join('\n');
      tellOnce(reasons, `not synchronized: ${reasons}`);
    } catch (error) {
      if (!(error instanceof AmpbenchError)) throw error;
      tellOnce(error.code, `not synchronized: ${error.message}`);
    }
  };
  const ended = (async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await attempt();
      await delay(intervalMilliseconds, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stop.abort();
      await ended;
    },
  };
}
