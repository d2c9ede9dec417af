import { Option, type Command } from 'commander';
import { examples } from '../options/examples.ts';
import { CARD } from '../options/references.ts';

/** Adds `card`. */
export function addCardCommands(program: Command, finish: (code: number) => void): void {
  const card = program.command('card').description('spec cards');
  card
    .command('parse')
    .description('read a published specification: claims, what could not be read, warnings')
    .argument('[card]', CARD)
    .addOption(new Option('--line <text>', 'read one line of a specification').conflicts('lines'))
    .option('--lines <file>', 'read a file (- for standard input) line by line, one JSON document each, in order')
    .option('--json', 'compact JSON on one line')
    .addHelpText('after', examples('card parse hpa-1', 'card parse --line "Output impedance: 1.35 ohms"'))
    .action(async (ref: string | undefined, options: { line?: string; lines?: string; json?: boolean }) => {
      const { runCardParse } = await import('./cardParse.ts');
      finish(await runCardParse(ref, options));
    });
  card
    .command('lint')
    .description('what of a card cannot be read, with line and column; exit code 5 when there are errors')
    .argument('<card>', CARD)
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', examples('card lint my-amp.yaml', 'card lint hpa-1 --json'))
    .action(async (ref: string, options: { json?: boolean }) => {
      const { runCardLint } = await import('./cardLint.ts');
      finish(await runCardLint(ref, options));
    });
  card
    .command('init')
    .description('a commented card to fill in; never overwrites a file')
    .argument('[file]', 'new file; default: standard output')
    .addOption(
      new Option('--kind <kind>', 'kind of product').choices(['amp', 'dac', 'dac-amp', 'headphone']).default('amp'),
    )
    .addHelpText('after', examples('card init my-amp.yaml', 'card init --kind dac-amp'))
    .action(async (file: string | undefined, options: { kind: 'amp' | 'dac' | 'dac-amp' | 'headphone' }) => {
      const { runCardInit } = await import('./cardInit.ts');
      finish(await runCardInit(file, options));
    });
}
