import { parseSpecLine } from '../../core/card/line/parseSpecLine.ts';
import { parseCard } from '../../core/card/parseCard.ts';
import { AmpbenchError } from '../../core/errors.ts';
import { loadCard } from '../../host/system/cardLibrary.ts';
import { EXIT } from '../exitCodes.ts';
import { readTextFile } from '../references.ts';

/** `ampbench card parse`: claims, unread rows and warnings of a card; or the specs of single lines. */
export async function runCardParse(
  card: string | undefined,
  options: { readonly line?: string; readonly lines?: string; readonly json?: boolean },
): Promise<number> {
  const print = (value: unknown): void => {
    process.stdout.write(`${JSON.stringify(value, null, options.json === true ? 0 : 1)}\n`);
  };
  const given = [card, options.line, options.lines].filter((each) => each !== undefined).length;
  if (given !== 1) {
    throw new AmpbenchError(
      'usage',
      'card-parse-what',
      `card parse takes one of a card, --line and --lines, but ${given} were given`,
    );
  }
  if (options.line !== undefined) {
    print(parseSpecLine(options.line));
  } else if (options.lines !== undefined) {
    const lines = (await readTextFile(options.lines)).split(/\r?\n/);
    // What follows the last line end is no line.
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) process.stdout.write(`${JSON.stringify(parseSpecLine(line))}\n`);
  } else if (card !== undefined) {
    const { id, text, identity } = await loadCard(card);
    print(parseCard(text, id === null ? identity : { id, ...identity }));
  }
  return EXIT.pass;
}
