const STORAGE_KEY = 'ampbench-token';

/**
 * The token of the address this page was opened with. It is taken out of the address bar at once and kept for this tab
 * only, so that reloading works and a copied address opens nothing.
 * @returns null when the page was opened without one
 */
export function takeToken(): string | null {
  const given = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (given !== null && given !== '') {
    window.sessionStorage.setItem(STORAGE_KEY, given);
    window.history.replaceState(null, '', window.location.pathname);
  }
  return window.sessionStorage.getItem(STORAGE_KEY);
}
