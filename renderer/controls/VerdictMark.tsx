import type { VerdictWord } from '../../core/result/verification.ts';
import { VERDICT_LOOKS } from '../../core/report/verdictWords.ts';

/** A verdict: shape, word and colour, always all three. */
export function VerdictMark({ verdict, text }: { readonly verdict: VerdictWord; readonly text?: string }) {
  const { className, drawing, word } = VERDICT_LOOKS[verdict];
  return (
    <span className={`verdict ${className}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true" dangerouslySetInnerHTML={{ __html: drawing }} />
      {text ?? word.charAt(0).toUpperCase() + word.slice(1)}
    </span>
  );
}
