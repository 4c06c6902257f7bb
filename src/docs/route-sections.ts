import type { Chapter, Entry } from './docs-page.js';
import { html, type Html, prose } from './html.js';
import { accessNames } from './operation-sections.js';
import type { DescribedRoute } from './routes.js';

/** What is no GraphQL: bytes, log-ins through a browser, and what operators ask. */
export function routeSections(routes: readonly DescribedRoute[]): Chapter {
  return {
    id: 'rest',
    title: 'REST',
    intro:
      'Bytes, log-ins through a browser, and what operators ask. Every answer carries `X-Request-Id`, and nobody may keep it unless it says so; an address that does not take a method answers 405 with `Allow`.',
    entries: routes.map(entryOf),
  };
}

function entryOf({ method, path, access, summary, takes = {}, answers }: DescribedRoute): Entry {
  const body = html`<p>${prose(summary)}</p>
    ${Object.keys(takes).length > 0 && html`<h4>Takes</h4>`} ${list(takes)}
    <h4>Answers</h4>
    ${list(answers)}`;
  const id = `rest-${method}-${path}`.toLowerCase().replace(/[^a-z]+/g, '-');
  return { id, name: `${method} ${path}`, badge: accessNames[access], body };
}

const list = (texts: Readonly<Record<string, string>>): Html =>
  html`<dl>
    ${Object.entries(texts).map(
      ([name, text]) =>
        html`<div>
          <dt><code class="name">${name}</code></dt>
          <dd>${prose(text)}</dd>
        </div>`,
    )}
  </dl>`;
