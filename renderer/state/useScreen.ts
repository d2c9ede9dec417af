import { useEffect, useState } from 'react';

/** In the order of the tabs and of their number keys. */
export const SCREENS = ['verify', 'live', 'sweeps', 'rig', 'headphones', 'runs'] as const;
export type Screen = (typeof SCREENS)[number];

function screenOfAddress(): Screen {
  const named = window.location.hash.slice(1);
  return SCREENS.find((screen) => screen === named) ?? 'verify';
}

/** Shows a screen: the address says which, so that going back and reloading work. */
export function goTo(screen: Screen): void {
  window.location.hash = screen;
}

/** The screen that the address names. */
export function useScreen(): Screen {
  const [screen, setScreen] = useState(screenOfAddress);
  useEffect(() => {
    const follow = (): void => {
      setScreen(screenOfAddress());
    };
    window.addEventListener('hashchange', follow);
    return () => {
      window.removeEventListener('hashchange', follow);
    };
  }, []);
  return screen;
}
