import type { Route } from 'playwright-core';
import { app } from './app.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();
const HOST = /^https:\/\/([^/]*)\.([a-z0-9+-]+)\.double(?=\/|$)/u;

/** Chromium over its protocol cannot learn new schemes: `app://x/` is shown to it as `https://x.app.double/`. */
export const toChromium = (address: string): string =>
  address.replace(/^([a-z0-9+-]+):\/\/([^/]+)/u, (all, scheme: string, host: string) =>
    handlers.has(scheme) ? `https://${host}.${scheme}.double` : all,
  );
export const toElectron = (address: string): string => address.replace(HOST, '$2://$1');

export const protocol = {
  registerSchemesAsPrivileged: (): void => {
    if (app.ready) throw new Error('registerSchemesAsPrivileged must be called before the app is ready');
  },
  handle: (scheme: string, handler: Handler): void => {
    handlers.set(scheme, handler);
  },
};

export const isDoubleAddress = (address: URL): boolean => address.hostname.endsWith('.double');

/** Answers a page's request from the handler of its scheme. */
export async function answerRoute(route: Route): Promise<void> {
  const asked = route.request();
  const address = toElectron(asked.url());
  const handler = handlers.get(new URL(address).protocol.slice(0, -1));
  if (handler === undefined) {
    await route.abort();
    return;
  }
  const answer = await handler(new Request(address, { method: asked.method(), headers: asked.headers() }));
  await route.fulfill({
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: Buffer.from(await answer.arrayBuffer()),
  });
}
