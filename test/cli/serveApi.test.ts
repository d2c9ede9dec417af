import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './builtCli.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-serve-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts the bench, asks it once it says where the API is, and ends it. */
async function serve(
  args: readonly string[],
  environment: Record<string, string>,
  ask: (api: string) => Promise<void>,
) {
  const asked: Promise<void>[] = [];
  const result = await runCli(['serve', '--port', '0', '--runs', join(folder, 'runs'), ...args], {
    environment: { XDG_DATA_HOME: folder, ...environment },
    onStderr: (text, child) => {
      const said = /the API answers at (\S+) to the token in \S+\n/u.exec(text);
      if (said === null || asked.length > 0) return;
      asked.push(ask(said[1]).finally(() => child.kill('SIGTERM')));
    },
  });
  expect(asked).toHaveLength(1);
  await Promise.all(asked);
  return result;
}

const statusOf = async (address: string, token: string | null): Promise<number> =>
  (await fetch(address, token === null ? {} : { headers: { authorization: `Bearer ${token}` } })).status;

describe('ampbench serve --api', () => {
  it('makes a token, says where it is but not what it is, and lets in who has it', async () => {
    const file = join(folder, 'ampbench', 'api-token');
    const { code, stdout, stderr } = await serve(['--api'], {}, async (api) => {
      const token = (await readFile(file, 'utf8')).trim();
      expect(await statusOf(`${api}/rigs`, token)).toBe(200);
      expect(await statusOf(`${api}/rigs`, null)).toBe(401);
      expect(await statusOf(`${api}/health`, null)).toBe(200);
    });
    expect(code).toBe(0);
    expect(stderr).toContain(file);
    expect(stdout + stderr).not.toContain((await readFile(file, 'utf8')).trim());
  });

  it('takes the token from the environment', async () => {
    const token = 't'.repeat(40);
    await serve(['--api'], { AMPBENCH_API_TOKEN: token }, async (api) => {
      expect(await statusOf(`${api}/cards`, token)).toBe(200);
    });
  });

  it('refuses a token file that it would not heed', async () => {
    const { code, stderr } = await runCli(['serve', '--port', '0', '--token-file', join(folder, 'token')]);
    expect([code, stderr]).toEqual([3, expect.stringContaining('--token-file is heeded with --api only')]);
  });
});
