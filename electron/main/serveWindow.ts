import { protocol } from 'electron';
import type { Bench } from '../../host/server/bench.ts';
import { answerAddress, refusal } from '../../host/server/pageFiles.ts';
import type { PageFile } from '../../host/server/staticPage.ts';
import { isOurs, PAGE_SCHEME } from './pageAddress.ts';

/** Must run before the app is ready: gives the page's scheme an origin, as `https:` has one. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges }]);
}

/** Answers the window's addresses with the built page and the reports of this bench, with the policies that a browser gets. */
export function serveWindow(bench: Bench, page: ReadonlyMap<string, PageFile>): void {
  protocol.handle(PAGE_SCHEME, async (request) => {
    const known = isOurs(request.url) && request.method === 'GET';
    const answer = await (
      known ? answerAddress(bench, page, new URL(request.url), "'none'") : Promise.reject(new Error('not ours'))
    ).catch(() => refusal(404, 'There is no such page here.'));
    const content = typeof answer.content === 'string' ? answer.content : new Uint8Array(answer.content);
    return new Response(content, { status: answer.status, headers: { ...answer.headers } });
  });
}
