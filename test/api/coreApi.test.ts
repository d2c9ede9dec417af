import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a build script, in plain JavaScript
import { apiReport, apiReportFile } from '../../build/apiReport.mjs';

describe('the public API of the core', () => {
  it('[API-3] is the one that is written down: a name or type that changes must be meant', { timeout: 120_000 }, () => {
    const report = (apiReport as () => string)();
    expect(
      report,
      'the API is not that of docs/core-api.txt: if this is meant, run node build/apiReport.mjs and say so in the changelog',
    ).toBe(readFileSync(apiReportFile as string, 'utf8'));
  });
});
