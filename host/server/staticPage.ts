import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { AmpbenchError } from '../../core/errors.ts';

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

const TYPES: Readonly<Partial<Record<string, string>>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * Reads the built page into memory: only what lies there now can ever be served, so no address can reach another file.
 * @param pageDir folder of the built page
 * @returns files by their address path; `/` is the page
 * @throws AmpbenchError `page-not-built`
 */
export async function loadPage(pageDir: string): Promise<ReadonlyMap<string, PageFile>> {
  const files = new Map<string, PageFile>();
  const entries = await readdir(pageDir, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(pageDir, path).split(sep).join('/')}`, { type, content: await readFile(path) });
  }
  const index = files.get('/index.html');
  if (index === undefined) {
    throw new AmpbenchError(
      'data',
      'page-not-built',
      `there is no index.html in "${pageDir}", where the bench's page must lie`,
      { path: pageDir },
      'build it with: npm start',
    );
  }
  files.set('/', index);
  return files;
}
