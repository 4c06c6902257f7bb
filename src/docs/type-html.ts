import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLInputField,
  getNamedType,
  type GraphQLType,
  isSpecifiedScalarType,
  print,
} from 'graphql';
import { html, type Html, type Part, prose } from './html.js';

/** A type as it is written in SDL, its name a link unless everybody knows it. */
export function typeHtml(type: GraphQLType): Html {
  const named = getNamedType(type);
  const [before, after] = String(type).split(named.name) as [string, string];
  const name = isSpecifiedScalarType(named)
    ? html`${named.name}`
    : html`<a href="#type-${named.name}">${named.name}</a>`;
  return html`<code>${before}${name}${after}</code>`;
}

/** Arguments, or the fields of an input. */
export function inputList(inputs: readonly (GraphQLArgument | GraphQLInputField)[]): Html {
  if (inputs.length === 0) return html``;
  return html`<dl>
    ${inputs.map(
      (input) =>
        html`<div>
          <dt><code class="name">${input.name}</code> ${typeHtml(input.type)}${defaultHtml(input)}</dt>
          <dd>${prose(input.description ?? '')}</dd>
        </div>`,
    )}
  </dl>`;
}

function defaultHtml({ defaultValue, type }: GraphQLArgument | GraphQLInputField): Part {
  const value = defaultValue === undefined ? null : astFromValue(defaultValue, type);
  return value && html` <span class="soft">= <code>${print(value)}</code></span>`;
}
