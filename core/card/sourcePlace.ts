/** A place of a text as people count it, from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
}

/** Where an offset lies in a text; offsets may come in any order. */
export function sourcePlaces(text: string): (offset: number) => SourcePlace {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, lineStarts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (lineStarts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - lineStarts[low] + 1 };
  };
}
