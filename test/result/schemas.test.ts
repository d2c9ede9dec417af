import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a build script, in plain JavaScript
import { publishedSchemas } from '../../build/schemas.mjs';

describe('published JSON Schemas', () => {
  it.each(publishedSchemas as { file: string; text: string }[])(
    '$file is what the program checks with',
    ({ file, text }) => {
      const published = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
      expect(published, `${file} is out of date: run node build/schemas.mjs`).toBe(text);
    },
  );
});
