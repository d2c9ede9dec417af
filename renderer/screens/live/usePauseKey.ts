import { useEffect } from 'react';

/** Controls that take the space bar for themselves. */
const TAKES_SPACE = 'input, select, textarea, button, a, [role="option"]';

/** The space bar pauses and goes on, wherever nothing else takes it. @param toggle null while there is nothing to pause */
export function usePauseKey(toggle: (() => void) | null): void {
  useEffect(() => {
    if (toggle === null) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== ' ' || (event.target instanceof Element && event.target.matches(TAKES_SPACE))) return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [toggle]);
}
