/** Where the window's page lives: an origin of its own that no site can have. */
export const PAGE_SCHEME = 'app';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://ampbench`;

/** An address of our own page or reports, and nothing else. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === `${PAGE_SCHEME}:` && url.host === 'ampbench';
}
