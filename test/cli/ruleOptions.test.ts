import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rulesFrom } from '../../cli/options/ruleOptions.ts';
import { DEFAULT_RULES } from '../../core/verdict/deviationRules.ts';

let folder = '';
const fileOf = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ampbench-rules-'));
});
afterAll(async () => rm(folder, { recursive: true }));

describe('--rules and --rule', () => {
  it('[RULES-4] give nothing where nothing is given, so that the run keeps the product’s own', async () => {
    expect(await rulesFrom({})).toBeUndefined();
  });

  it('[RULES-4] come from a file, and an option goes before it', async () => {
    const rules = await fileOf('rules.json', '{"thdnLimitRatio": 0.001, "loadOhms": 50}');
    expect(await rulesFrom({ rules })).toEqual({ ...DEFAULT_RULES, thdnLimitRatio: 0.001, loadOhms: 50 });
    expect(await rulesFrom({ rules, rule: ['loadOhms=300', 'bandHz=20,80000'] })).toEqual({
      ...DEFAULT_RULES,
      thdnLimitRatio: 0.001,
      loadOhms: 300,
      bandHz: [20, 80_000],
    });
  });

  it('[RULES-3] name the file and the key that is wrong', async () => {
    const rules = await fileOf('wrong.json', '{"thdLimit": 1}');
    await expect(rulesFrom({ rules })).rejects.toMatchObject({
      kind: 'usage',
      code: 'rule-unknown',
      message: expect.stringContaining('wrong.json') as string,
    });
    await expect(rulesFrom({ rules: await fileOf('broken.json', '{') })).rejects.toMatchObject({
      kind: 'usage',
      code: 'rules-not-json',
    });
    await expect(rulesFrom({ rule: ['thdnLimitRatio=2'] })).rejects.toMatchObject({
      kind: 'usage',
      code: 'rule-value',
    });
    await expect(rulesFrom({ rules: join(folder, 'absent.json') })).rejects.toMatchObject({ kind: 'storage' });
  });
});
