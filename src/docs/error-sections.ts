import { type GraphQLEnumType, type GraphQLSchema } from 'graphql';
import { type ErrorCode, httpStatusOf } from '../platform/errors.js';
import { everyOperation } from '../platform/graphql/refuses.js';
import type { Chapter, Entry } from './docs-page.js';
import { html, type Html, prose } from './html.js';
import { factsOf, operationTypes } from './operation-sections.js';

/** Every code: what it means, what to do, and which operations refuse with it. */
export function errorSections(schema: GraphQLSchema): Chapter {
  const type = schema.getType('ErrorCode') as GraphQLEnumType;
  const entries: Entry[] = type.getValues().map(({ name, description }) => ({
    id: `error-${name}`,
    name,
    badge: `REST ${httpStatusOf[name as ErrorCode]}`,
    body: html`<p>${prose(description ?? '')}</p>
      ${operationsWith(schema, name as ErrorCode)}`,
  }));
  return {
    id: 'errors',
    title: 'Errors',
    intro:
      'GraphQL answers `{"errors": [{"message", "path", "extensions": {"code", …}}]}`, REST `{"error": {"code", "message", …}}`. Act upon the code; the message is for people. What a screen needs data for is no error but a member of the union that an operation returns.',
    entries,
  };
}

function operationsWith(schema: GraphQLSchema, code: ErrorCode): Html {
  const any = everyOperation[code];
  const rows = operationTypes(schema).flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) => {
      const when = factsOf(field).refusals[code];
      const id = `${type.name.toLowerCase()}-${field.name}`;
      return when
        ? [
            html`<div>
              <dt>
                <a href="#${id}"><code>${field.name}</code></a>
              </dt>
              <dd>when ${prose(when)}</dd>
            </div>`,
          ]
        : [];
    }),
  );
  return html`${any && html`<p>Any operation, when ${any}.</p>`}
  ${rows.length > 0 && html`<dl class="refusals">${rows}</dl>`}`;
}
