import { lintCard } from '../../core/card/lintCard.ts';
import { loadCard } from '../../host/system/cardLibrary.ts';
import { EXIT } from '../exitCodes.ts';
import { printJson } from '../output.ts';

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** `ampbench card lint`: what in a card cannot be read or should be looked at, `file:line:column: severity: text`. */
export async function runCardLint(card: string, options: { readonly json?: boolean }): Promise<number> {
  const { id, text, identity } = await loadCard(card);
  const problems = lintCard(text, id === null ? identity : { id, ...identity });
  if (options.json === true) printJson({ card, problems });
  else {
    const name = card === '-' ? '<stdin>' : card;
    for (const { severity, line, column, text: said } of problems) {
      process.stdout.write(`${name}:${line}:${column}: ${severity}: ${said}\n`);
    }
    const errors = problems.filter((problem) => problem.severity === 'error').length;
    process.stderr.write(`${counted(errors, 'error')}, ${counted(problems.length - errors, 'warning')}\n`);
  }
  return problems.some((problem) => problem.severity === 'error') ? EXIT.data : EXIT.pass;
}
