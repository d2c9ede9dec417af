import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const RENDERER = new URL('../../renderer', import.meta.url).pathname;
/** Attributes that people read or hear. */
const SPOKEN: ReadonlySet<string> = new Set(['alt', 'aria-description', 'aria-label', 'label', 'placeholder', 'title']);
/** Two letters in a row: single ones are symbols of quantities. */
const WORD = /\p{L}{2}/u;

/** Words that stand in a component itself: they could not be translated. */
function hiddenWords(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node) && WORD.test(node.text)) found.push(node.text.trim());
    if (
      ts.isJsxAttribute(node) &&
      SPOKEN.has(node.name.getText()) &&
      node.initializer !== undefined &&
      ts.isStringLiteral(node.initializer) &&
      WORD.test(node.initializer.text)
    )
      found.push(`${node.name.getText()}="${node.initializer.text}"`);
    if (ts.isJsxExpression(node) && node.expression !== undefined && ts.isStringLiteral(node.expression))
      if (WORD.test(node.expression.text) && !ts.isJsxAttribute(node.parent)) found.push(node.expression.text);
    ts.forEachChild(node, look);
  };
  look(source);
  return found.map((words) => `${file.slice(RENDERER.length + 1)}: ${words}`);
}

describe('the words of the page', () => {
  it('all stand in the catalogue', () => {
    const files = globSync('**/*.tsx', { cwd: RENDERER });
    expect(files.length).toBeGreaterThan(40);
    expect(files.flatMap((file) => hiddenWords(join(RENDERER, file)))).toEqual([]);
  });
});
