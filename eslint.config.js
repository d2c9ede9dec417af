import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { importArrows } from './build/lint/importArrows.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const typescript = ['**/*.ts', '**/*.tsx'];

export default tseslint.config(
  {
    ignores: [
      ...['out/', 'release/', 'node_modules/', '.toolchain/', 'native/build/', 'coverage/'],
      // AssemblyScript, and what is compiled from it
      ...['core/dsp/kernel/assembly/', 'core/dsp/kernel/kernelBytes.ts'],
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
  { files: typescript, extends: [tseslint.configs.strictTypeChecked] },
  {
    files: typescript,
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['vitest.config.ts'] }, tsconfigRootDir: root },
    },
    plugins: { ampbench: { rules: { 'import-arrows': importArrows } } },
    rules: {
      'ampbench/import-arrows': ['error', { root }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A pure numeric code base says `x[i]` in loops; indices are checked by tests, not by `!` on every read.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `while (true)` around a search and `for (;;)` are both in use and equally clear.
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[property.name='toBeCloseTo']",
          message: 'its tolerance is hidden: use expectClose',
        },
        { selector: 'TSEnumDeclaration', message: 'use a union of strings' },
      ],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['core/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'take a RandomSource' }],
      'no-restricted-globals': [
        'error',
        'Date',
        'performance',
        'process',
        'console',
        'setTimeout',
        'setInterval',
        'crypto',
        'fetch',
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': 'error', '@typescript-eslint/unbound-method': 'off' },
  },
);
