import { AmpbenchError } from '../../core/errors.ts';

/** A decimal number; a client on a machine that writes decimal commas sends them. */
const NUMBER = /^-?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i;

/** What stood in the places of a call's path. Every reading throws AmpbenchError `usage/bad-value`, naming value, rule and place. */
export class CallArguments {
  readonly #call: string;
  readonly #values: ReadonlyMap<string, string>;

  /** @param call as the reference writes it: `PUT /Settings/Title/{title}` */
  constructor(call: string, values: ReadonlyMap<string, string>) {
    this.#call = call;
    this.#values = values;
  }

  text(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`${this.#call} has no place {${name}}`);
    return value;
  }

  number(name: string, lowest: number, highest: number): number {
    const text = this.text(name).trim();
    const value = NUMBER.test(text) ? Number(text.replace(',', '.')) : NaN;
    if (!(value >= lowest && value <= highest)) throw this.#refusal(name, `a number from ${lowest} to ${highest}`);
    return value;
  }

  /** One of some words or numbers, in any case. */
  oneOf<Choice extends string | number>(name: string, choices: readonly Choice[]): Choice {
    const text = this.text(name).toLowerCase();
    const found = choices.find((choice) => String(choice).toLowerCase() === text);
    if (found === undefined) throw this.#refusal(name, `one of ${choices.join(', ')}`);
    return found;
  }

  isOn(name: string): boolean {
    return this.oneOf(name, ['On', 'Off']) === 'On';
  }

  isTrue(name: string): boolean {
    return this.oneOf(name, ['True', 'False']) === 'True';
  }

  #refusal(name: string, rule: string): AmpbenchError {
    const value = this.text(name);
    return new AmpbenchError('usage', 'bad-value', `{${name}} is "${value}" but must be ${rule} in ${this.#call}`, {
      place: name,
      value,
    });
  }
}
