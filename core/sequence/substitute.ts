import type { VariableValue, Variables } from './sequence.ts';

/** `${name}`, and `$${name}` for those words themselves. */
const REFERENCE = /(\$?)\$\{([^}]*)\}/g;
const WHOLE = /^\$\{([^}]*)\}$/;

/**
 * Puts variables into every text of a value: a text that is nothing but `${name}` becomes the value itself, number or text; inside longer texts it becomes
 * words. `$${name}` stays `${name}`. Names only: nothing is computed.
 * @param unknownName called with a name that is no variable; returns the error to throw
 */
export function substitute(value: unknown, variables: Variables, unknownName: (name: string) => Error): unknown {
  const valueOf = (name: string): VariableValue => {
    if (!Object.hasOwn(variables, name)) throw unknownName(name);
    return variables[name];
  };
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') {
      const whole = WHOLE.exec(part);
      if (whole !== null) return valueOf(whole[1]);
      return part.replaceAll(REFERENCE, (_, escape: string, name: string) =>
        escape === '' ? String(valueOf(name)) : `\${${name}}`,
      );
    }
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part === 'object' && part !== null)
      return Object.fromEntries(Object.entries(part).map(([key, field]) => [key, walk(field)]));
    return part;
  };
  return walk(value);
}
