import { useEffect, useState } from 'react';

export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'ampbench-theme';
const LIGHT = '(prefers-color-scheme: light)';

function storedTheme(): Theme {
  const stored = window.localStorage.getItem(STORAGE_KEY);
  return THEMES.find((theme) => theme === stored) ?? 'system';
}

/** Puts a theme on the document: the chosen one, or the system's. */
function apply(theme: Theme): void {
  const system = window.matchMedia(LIGHT).matches ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme === 'system' ? system : theme;
}

/** Before anything is painted. */
export function applyStoredTheme(): void {
  apply(storedTheme());
}

/** The chosen theme, remembered, and how to choose another; `system` follows the system while the page is open. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(storedTheme);
  useEffect(() => {
    window.localStorage.setItem(STORAGE_KEY, theme);
    apply(theme);
    const media = window.matchMedia(LIGHT);
    const follow = (): void => {
      apply(theme);
    };
    media.addEventListener('change', follow);
    return () => {
      media.removeEventListener('change', follow);
    };
  }, [theme]);
  return [theme, setTheme];
}
