import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

const tool = (...path) => join(root, 'node_modules', ...path);
const FOLDERS = ['core', 'native', 'host', 'cli', 'electron', 'renderer', 'test', 'examples'];

/** What is checked without running the product; each counts as one test. */
export const staticChecks = [
  { name: 'format (Prettier)', args: [tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.'] },
  { name: 'lint (ESLint)', args: [tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings=0'] },
  ...FOLDERS.filter((folder) => existsSync(join(root, folder, 'tsconfig.json'))).map((folder) => ({
    name: `types of ${folder}/`,
    args: [
      tool('typescript', 'bin', 'tsc'),
      '-p',
      folder,
      '--incremental',
      '--tsBuildInfoFile',
      join(root, 'out', 'types', `${folder}.tsbuildinfo`),
    ],
  })),
  {
    name: 'comments of the public API (TypeDoc)',
    args: [tool('typedoc', 'bin', 'typedoc'), '--options', join(root, 'build', 'typedoc.json'), '--emit', 'none'],
  },
  { name: 'unused code (knip)', args: [tool('knip', 'bin', 'knip.js'), '--no-progress'] },
];
