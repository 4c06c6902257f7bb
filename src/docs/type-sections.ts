import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import type { Chapter, Entry } from './docs-page.js';
import { html, type Html, prose } from './html.js';
import { operationTypes } from './operation-sections.js';
import { inputList, typeHtml } from './type-html.js';

/** What operations take and answer. */
export function typeSections(schema: GraphQLSchema): Chapter[] {
  const roots = new Set<GraphQLNamedType>(operationTypes(schema));
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !roots.has(type) && !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
  const inputs = types.filter(isInputObjectType);
  return [
    {
      id: 'types',
      title: 'Types',
      intro: 'What operations answer. `!` is never null.',
      entries: types.filter((type) => !isInputObjectType(type)).map(entryOf),
    },
    {
      id: 'inputs',
      title: 'Inputs',
      intro: 'What operations take. `!` is required.',
      entries: inputs.map(entryOf),
    },
  ];
}

function entryOf(type: GraphQLNamedType): Entry {
  const body = html`<p>${prose(type.description ?? '')}</p>
    ${membersOf(type)}`;
  return { id: `type-${type.name}`, name: type.name, badge: kindOf(type), body };
}

function kindOf(type: GraphQLNamedType): string {
  if (isObjectType(type)) return 'type';
  if (isInputObjectType(type)) return 'input';
  if (isEnumType(type)) return 'enum';
  return isUnionType(type) ? 'union' : 'scalar';
}

function membersOf(type: GraphQLNamedType): Html {
  if (isInputObjectType(type)) return inputList(Object.values(type.getFields()));
  if (isUnionType(type))
    return html`<p>One of ${type.getTypes().map((member) => html`${typeHtml(member)} `)}</p>`;
  if (isEnumType(type)) {
    return html`<dl>
      ${type.getValues().map(
        ({ name, description }) =>
          html`<div>
            <dt><code class="name">${name}</code></dt>
            <dd>${prose(description ?? '')}</dd>
          </div>`,
      )}
    </dl>`;
  }
  if (!isObjectType(type)) return html``;
  return html`<dl>
    ${Object.values(type.getFields()).map(
      (field) =>
        html`<div>
          <dt><code class="name">${field.name}</code> ${typeHtml(field.type)}</dt>
          <dd>${prose(field.description ?? '')} ${inputList(field.args)}</dd>
        </div>`,
    )}
  </dl>`;
}
