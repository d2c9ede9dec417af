/** Lines of examples as they stand under a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ampbench ${line}\n`).join('')}`;
}
