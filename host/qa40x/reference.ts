import { escapeHtml } from '../../core/report/escapeHtml.ts';
import type { Route } from './route.ts';

/** The page that GET / shows a browser: every call in a row. */
export function referencePage(routes: readonly Route[], rigName: string): string {
  const rows = routes
    .map(({ verb, path, about }) => `<tr><td>${verb}<td><code>${escapeHtml(path)}</code><td>${escapeHtml(about)}`)
    .join('\n');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>QA40x interface of Ampbench</title>
<style>body{font:15px/1.5 sans-serif;margin:2rem;max-width:60rem}td{padding:.2rem 1rem .2rem 0;vertical-align:top}</style>
<h1>QA40x interface</h1><p>It plays on ${escapeHtml(rigName)}.</p>
<table>
${rows}
</table></html>`;
}
