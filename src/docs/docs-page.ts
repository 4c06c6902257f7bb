import type { GraphQLSchema } from 'graphql';
import { errorSections } from './error-sections.js';
import { html, type Html, prose } from './html.js';
import { limits } from './limits.js';
import { operationSections } from './operation-sections.js';
import { routeSections } from './route-sections.js';
import type { DescribedRoute } from './routes.js';
import { typeSections } from './type-sections.js';

/** A chapter of the page: entries that the filter shows or hides one by one. */
export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly intro: string;
  readonly entries: readonly Entry[];
}

/** One thing that is described. */
export interface Entry {
  /** Where links lead; of the whole page. */
  readonly id: string;
  readonly name: string;
  /** Who may use it, or what kind of thing it is. */
  readonly badge?: string;
  readonly body: Html;
}

/** The whole reference as one page. */
export function docsPage(schema: GraphQLSchema, routes: readonly DescribedRoute[], version: string): string {
  const chapters = [
    ...operationSections(schema),
    errorSections(schema),
    ...typeSections(schema),
    routeSections(routes),
    limitsChapter(),
  ];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Hapju reference</title>
        <link rel="icon" href="/welcome/favicon.svg" />
        <link rel="stylesheet" href="/docs/docs.css" />
        <script type="module" src="/docs/docs.js"></script>
      </head>
      <body>
        <a class="skip" href="#reference">Skip to the reference</a>
        <header>
          <h1><a href="/">Hapju 합주</a> reference <small>${version}</small></h1>
          <p>
            <a href="/graphql">Explorer</a> <a href="/schema.gql">schema.gql</a> <a href="#errors">Errors</a>
            <a href="#rest">REST</a>
          </p>
          <search>
            <label for="filter">Filter</label>
            <input
              id="filter"
              type="search"
              autocomplete="off"
              spellcheck="false"
              placeholder="placeOrder, NOT_FOUND, price …"
            />
            <output id="found" for="filter"></output>
          </search>
        </header>
        <nav aria-label="Contents">${chapters.map(contents)}</nav>
        <main id="reference" tabindex="-1">${chapters.map(chapterHtml)}</main>
      </body>
    </html>`.text.replace(/\n\s+/g, '\n');
}

const contents = ({ id, title, entries }: Chapter): Html =>
  html`<details open>
    <summary><a href="#${id}">${title}</a></summary>
    <ul>
      ${entries.map((entry) => html`<li><a href="#${entry.id}">${entry.name}</a></li>`)}
    </ul>
  </details>`;

const chapterHtml = ({ id, title, intro, entries }: Chapter): Html =>
  html`<section class="chapter" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    <p>${prose(intro)}</p>
    ${entries.map(entryHtml)}
  </section>`;

const entryHtml = ({ id, name, badge, body }: Entry): Html =>
  html`<article id="${id}">
    <h3><a href="#${id}">${name}</a> ${badge && html`<span class="badge">${badge}</span>`}</h3>
    ${body}
  </article>`;

function limitsChapter(): Chapter {
  const rows = limits.map(
    ([what, most, how]) =>
      html`<tr>
        <th scope="row">${what}</th>
        <td>${most}</td>
        <td>${prose(how)}</td>
      </tr>`,
  );
  const body = html`<div class="table" tabindex="0" role="region" aria-label="Limits">
    <table>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">At most</th>
          <th scope="col">How it counts</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  return {
    id: 'limits',
    title: 'Limits',
    intro:
      'A request that asks for more is refused with `BAD_USER_INPUT` before anything is asked of the database.',
    entries: [{ id: 'limits-of-a-request', name: 'A request', body }],
  };
}
