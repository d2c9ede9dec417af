import { useEffect, useRef } from 'react';
import { SCREENS } from './useScreen.ts';

interface KeyActions {
  /** Null while nothing plays. */
  readonly stop: (() => void) | null;
  readonly help: () => void;
  /** From 0. */
  readonly screen: (index: number) => void;
  readonly theme: () => void;
}

/** Inputs that take no letters. */
const PRESSED_INPUTS: ReadonlySet<string> = new Set(['radio', 'checkbox', 'file']);

/** True where a key is text, not a command. */
function isTyping({ target }: KeyboardEvent): boolean {
  if (target instanceof HTMLInputElement) return !PRESSED_INPUTS.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** The page's own keys, as the help lists them. Escape stops from everywhere, even out of a field. */
export function useKeys(actions: KeyActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { stop, help, screen, theme } = latest.current;
      if (event.key === 'Escape') {
        stop?.();
        return;
      }
      if (isTyping(event) || event.ctrlKey || event.altKey || event.metaKey) return;
      const index = Number(event.key) - 1;
      if (event.key === '?') help();
      else if (event.key === 't' || event.key === 'T') theme();
      else if (Number.isInteger(index) && index >= 0 && index < SCREENS.length) screen(index);
    };
    // In the capturing phase: whatever has the focus, Escape stops first.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
    };
  }, []);
}
