import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadApiToken } from '../../../../host/server/api/apiToken.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-token-'));
  file = join(folder, 'data', 'api-token');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the token of the API', () => {
  it('is made once, from 32 random bytes, for its owner alone', async () => {
    const token = await loadApiToken(file, {});
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await loadApiToken(file, {})).toBe(token);
    expect(await loadApiToken(join(folder, 'other'), {})).not.toBe(token);
  });

  it('is taken from the environment before the file, which is then not made', async () => {
    const given = 'x'.repeat(32);
    expect(await loadApiToken(file, { AMPBENCH_API_TOKEN: `${given}\n` })).toBe(given);
    await expect(stat(file)).rejects.toThrow();
  });

  it.each(['', 'short', 'x'.repeat(31), 'x'.repeat(513), `${'x'.repeat(32)} y`, 'ü'.repeat(40)])(
    'is refused where it can be guessed or cannot be sent: "%s"',
    async (token) => {
      const refused = loadApiToken(file, { AMPBENCH_API_TOKEN: token });
      await expect(refused).rejects.toMatchObject({ kind: 'usage', code: 'token-invalid' });
      // A refusal does not repeat a secret
      if (token !== '') await expect(refused).rejects.not.toThrow(token);
    },
  );

  it('is refused where others can read it', async () => {
    await loadApiToken(file, {});
    await chmod(file, 0o640);
    await expect(loadApiToken(file, {})).rejects.toMatchObject({
      code: 'token-readable-by-others',
      tip: `chmod 600 ${file}`,
    });
  });

  it('is refused where the file holds none', async () => {
    await loadApiToken(file, {});
    await writeFile(file, '\n');
    await expect(loadApiToken(file, {})).rejects.toMatchObject({ code: 'token-invalid' });
    expect(await readFile(file, 'utf8')).toBe('\n');
  });

  it('says why a file cannot be made', async () => {
    await writeFile(join(folder, 'data'), '');
    await expect(loadApiToken(file, {})).rejects.toMatchObject({ kind: 'storage' });
  });
});
