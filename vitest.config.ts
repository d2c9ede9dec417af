import { defineConfig } from 'vitest/config';

const NATIVE = 'test/native/**/*.test.ts';
const END_TO_END = 'test/e2e/**/*.test.ts';
const HOST = ['test/host/**/*.test.ts', 'test/cli/**/*.test.ts', 'test/build/**/*.test.ts'];

// Groups run one after another: first what only computes, then what drives a browser, last what plays in real time and
// must have the machine to itself.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'core',
          include: ['test/**/*.test.ts'],
          exclude: [NATIVE, END_TO_END, ...HOST],
          testTimeout: 60_000,
          hookTimeout: 240_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      { test: { name: 'host', include: HOST, testTimeout: 60_000, maxWorkers: '100%', sequence: { groupOrder: 1 } } },
      {
        test: {
          name: 'e2e',
          include: [END_TO_END],
          testTimeout: 90_000,
          // A machine that does other things too may be slow; what does not come at all fails a little later
          expect: { poll: { timeout: 30_000 } },
          hookTimeout: 60_000,
          maxWorkers: '100%',
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'native',
          include: [NATIVE],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
