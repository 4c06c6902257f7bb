import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { Access } from '../platform/access.js';
import type { OperationFacts } from '../platform/graphql/operations.js';
import type { Chapter, Entry } from './docs-page.js';
import { html, type Html, prose } from './html.js';
import { inputList, typeHtml } from './type-html.js';

/** Who may use an operation or a route. */
export const accessNames: Readonly<Record<Access, string>> = {
  SIGNED_IN: 'Signed in',
  PUBLIC: 'Public',
  ANONYMOUS: 'Public, no token read',
};

const titles = { query: 'Queries', mutation: 'Mutations', subscription: 'Subscriptions' } as const;

/** Queries, mutations and subscriptions. */
export function operationSections(schema: GraphQLSchema): Chapter[] {
  return operationTypes(schema).map((type) => {
    const kind = type.name.toLowerCase() as keyof typeof titles;
    const entries = Object.values(type.getFields()).map((field) => entryOf(kind, field));
    return { id: kind, title: titles[kind], intro: type.description ?? '', entries };
  });
}

/** The types whose fields are operations. */
export function operationTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return types.filter((type) => type instanceof Object);
}

/** What `Operations` has written into the field of an operation. */
export const factsOf = (field: GraphQLField<unknown, unknown>) =>
  field.extensions as unknown as OperationFacts;

function entryOf(kind: string, field: GraphQLField<unknown, unknown>): Entry {
  const { access, refusals, summary } = factsOf(field);
  const body = html`<p>${prose(summary)}</p>
    ${field.args.length > 0 && html`<h4>Arguments</h4>`} ${inputList(field.args)}
    <h4>Answer</h4>
    <p>${typeHtml(field.type)}</p>
    <h4>Refuses with</h4>
    ${refusalList(Object.entries(refusals))}`;
  return { id: `${kind}-${field.name}`, name: field.name, badge: accessNames[access], body };
}

function refusalList(refusals: readonly (readonly [code: string, when: string])[]): Html {
  const common = html`<a href="#errors">what any operation may refuse with</a>`;
  if (refusals.length === 0) return html`<p>Nothing but ${common}.</p>`;
  return html`<dl class="refusals">
      ${refusals.map(
        ([code, when]) =>
          html`<div>
            <dt>
              <a href="#error-${code}"><code>${code}</code></a>
            </dt>
            <dd>when ${prose(when)}</dd>
          </div>`,
      )}
    </dl>
    <p class="soft">And ${common}.</p>`;
}
