import { globSync, readFileSync, rmSync } from 'node:fs';
import type { ChildProgram } from './childProgram.ts';

// JACK keeps its servers in shared memory: a registry with eight places, a block of 100 MB for each, sockets and
// semaphores. A server that ends in order takes its own away; a killed one does not, and the ninth cannot start.

/** A killed server's place is given back by one of the same name that ends in order. */
export async function unregister(startServer: () => ChildProgram): Promise<void> {
  const successor = startServer();
  await new Promise((resolve) => setTimeout(resolve, 500));
  await successor.stop();
}

/** Sockets and semaphores of one server. */
export function removeTraces(serverName: string): void {
  for (const file of globSync(`/dev/shm/jack_*${serverName}_*`)) rmSync(file, { force: true });
}

function anyServerLives(): boolean {
  return globSync('/proc/[0-9]*/comm').some((file) => {
    try {
      return ['jackd', 'jackdbus'].includes(readFileSync(file, 'utf8').trim());
    } catch {
      return false;
    }
  });
}

/** What crashes have left behind, where no server lives that could be using it. */
export function removeLeftovers(): void {
  if (anyServerLives()) return;
  const userId = process.getuid?.() ?? 0;
  for (const file of [
    '/dev/shm/jack-shm-registry',
    ...globSync([`/dev/shm/jack-${userId}-*`, '/dev/shm/jack_*ampbench-*']),
  ]) {
    try {
      rmSync(file, { force: true });
    } catch {
      // Another person's: not ours to clear, and not in our way.
    }
  }
}
