import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  getIntrospectionQuery,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { documentLimits } from '../src/platform/graphql/document-limits.js';
import { weigh } from '../src/platform/graphql/document-weight.js';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const schema = buildSchema(read('../schema.gql'));
const readme = read('../README.md');

const modules = readdirSync(new URL('../src/welcome/', import.meta.url))
  .filter((name) => name.endsWith('.js'))
  .map((name) => ({ name, text: read(`../src/welcome/${name}`) }));

/** The texts that a module keeps under a name of capitals. */
const textsIn = (text: string) =>
  new Map(
    [...text.matchAll(/const ([A-Z_]+) =\s*(?:`([^`]*)`|'([^'\n]*)')/g)].map(([, name, one, other]) => [
      name,
      one ?? other,
    ]),
  );
const shared = new Map(modules.flatMap(({ text }) => [...textsIn(text)]));

/** Every operation that the page at `/` sends. */
const ofThePage = modules.flatMap(({ name, text }) => {
  const own = textsIn(text);
  const whole = (part: string): string =>
    part.replace(/\$\{([A-Z_]+)\}/g, (_, other: string) => whole(own.get(other) ?? shared.get(other) ?? ''));
  return [...text.matchAll(/(?:`|')((?:query|mutation|subscription) \w+[^`]*?\{[^`]*?)(?:`|';)/g)].map(
    ([, found]) => [name, whole((found as string).replaceAll('${name}', 'blockDates'))] as const,
  );
});

const ofTheReadme = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map(
  ([, text]) => ['README', text as string] as const,
);

/** As full as the page ever asks. */
const variables = { first: 20, from: '2026-12-01', to: '2026-12-31' };

const weightOf = (text: string) => {
  const document = parse(text);
  const operation = getOperationAST(document) as OperationDefinitionNode;
  return weigh(schema, document, operation, variables);
};

describe('the limits', () => {
  it('are tried on what is really sent', () => {
    expect(ofThePage.length).toBeGreaterThanOrEqual(24);
    expect(ofTheReadme.length).toBeGreaterThanOrEqual(4);
  });

  it.each([...ofThePage, ...ofTheReadme])('leave %s more than twice what it asks for: %s', (_, text) => {
    expect(validate(schema, parse(text))).toEqual([]);
    const { width, depth, fields, aliases, directives, values } = weightOf(text);
    expect(2 * depth).toBeLessThanOrEqual(documentLimits.depth);
    expect(2 * fields).toBeLessThanOrEqual(documentLimits.fields);
    expect(2 * aliases).toBeLessThanOrEqual(documentLimits.aliases);
    expect(2 * directives).toBeLessThanOrEqual(documentLimits.directives);
    expect(2 * values).toBeLessThanOrEqual(documentLimits.values);
    if (text.startsWith('mutation')) expect(width).toBe(documentLimits.mutations);
  });

  it('let tools introspect', () => {
    const asked = { inputValueDeprecation: true, oneOf: true, schemaDescription: true, specifiedByUrl: true };
    const { depth, fields, aliases } = weightOf(getIntrospectionQuery(asked));
    expect({ depth, aliases }).toEqual({ depth: 1, aliases: 0 });
    expect(fields).toBeLessThanOrEqual(documentLimits.fields);
  });

  it('are those of the README', () => {
    for (const limit of Object.values(documentLimits)) {
      expect(readme).toMatch(new RegExp(`^\\|.*\\b${limit.toLocaleString('en')}\\b.*\\|$`, 'm'));
    }
    const everything = `spaces(first: 100) { nodes {
      id title subtitle address minCount maxCount averageRating likeCount likedByMe fromPrice createdAt latitude longitude
      cancellationPolicy host { nickname } category { name } district { name } facilities { name } options { option price }
      images { url width height } availability(from: $from, to: $to) { date day night all } } }`;
    const { values } = weightOf(`query ($from: LocalDate!, $to: LocalDate!) { ${everything} }`);
    const [, told = ''] = /month of availability is ([\d,]+) values/.exec(readme) ?? [];
    expect(Math.round(values / 1000) * 1000).toBe(Number(told.replace(',', '')));
  });
});
