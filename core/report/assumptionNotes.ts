/** Anything that rests on assumptions: a planned claim or a judged one. */
interface Assuming {
  readonly assumptions: readonly string[];
}

/** Every assumption once, under a letter, and the letters of each claim. */
export interface AssumptionNotes {
  /** `['a', sentence]`, in the order in which claims first need them. */
  readonly entries: readonly (readonly [string, string])[];
  lettersOf(claim: Assuming): readonly string[];
}

/** `a` … `z`, `aa`, `ab`, … for 0, 1, 2, … */
function noteLetter(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : noteLetter(Math.floor(index / 26) - 1) + last;
}

/** Letters the assumptions of all claims; a sentence that several claims share has one letter. */
export function assumptionNotes(claims: readonly Assuming[]): AssumptionNotes {
  const letters = new Map<string, string>();
  for (const claim of claims) {
    for (const sentence of claim.assumptions) {
      if (!letters.has(sentence)) letters.set(sentence, noteLetter(letters.size));
    }
  }
  return {
    entries: [...letters].map(([sentence, letter]) => [letter, sentence] as const),
    lettersOf: (claim) => [...new Set(claim.assumptions)].map((sentence) => letters.get(sentence)!),
  };
}
