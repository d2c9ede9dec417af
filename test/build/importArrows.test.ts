import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Linter, type Rule } from 'eslint';
import { expect, it } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { importArrows } = (await import(join(root, 'build', 'lint', 'importArrows.mjs'))) as {
  importArrows: Rule.RuleModule;
};

function complaints(file: string, source: string): string[] {
  const config = {
    files: ['**/*.js'],
    plugins: { ampbench: { rules: { arrows: importArrows } } },
    rules: { 'ampbench/arrows': ['error', { root }] },
  } satisfies Linter.Config;
  return new Linter({ cwd: root })
    .verify(source, config, { filename: join(root, file) })
    .map((message) => message.message);
}

it.each([
  ['core/a/b.js', "import x from '../units/decibel.ts';"],
  ['core/a/b.js', "import { z } from 'zod';"],
  ['host/engine/a.js', "import x from '../../core/errors.ts';"],
  ['host/audio/a.js', "import x from '../../native/index.ts';"],
  ['cli/commands/a.js', "import x from '../../host/engine/supervisor.ts'; import f from 'node:fs';"],
  ['renderer/state/a.js', "import x from '../../core/units/format.ts'; import r from 'react';"],
])('%s may say: %s', (file, source) => {
  expect(complaints(file, source)).toEqual([]);
});

it.each([
  ['core/a/b.js', "import x from '../../host/engine/supervisor.ts';", /core must not import host/],
  ['core/a/b.js', "import f from 'node:fs';", /core must not use the package "node:fs"/],
  ['core/a/b.js', "const x = await import('../../cli/main.ts');", /core must not import cli/],
  ['core/a/b.js', "export * from '../../renderer/main.tsx';", /core must not import renderer/],
  ['host/a/b.js', "import x from '../../cli/output.ts';", /host must not import cli/],
  ['host/a/b.js', "import x from '../../native/loader.ts';", /host must not import native/],
  ['cli/a.js', "import x from '../native/index.ts';", /cli must not import native/],
  ['renderer/a.js', "import x from '../host/engine/supervisor.ts';", /renderer must not import host/],
  ['renderer/a.js', "import x from '../core/errors.ts';", /only with "import type"/],
])('%s must not say: %s', (file, source, complaint) => {
  expect(complaints(file, source)).toEqual([expect.stringMatching(complaint)]);
});
