import { useEffect } from 'react';

/** Escape stops what plays outside of a run; null: nothing does. */
export function useStopKey(stop: (() => void) | null): void {
  useEffect(() => {
    if (stop === null) return undefined;
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') stop();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
    };
  }, [stop]);
}
