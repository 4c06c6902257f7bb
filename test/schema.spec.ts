import { readFileSync } from 'node:fs';
import {
  buildSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaText } from '../src/platform/graphql/schema-text.js';
import { startApp, type TestApp } from './app.js';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');

describe('schema', () => {
  let app: TestApp;
  let schema: GraphQLSchema;

  beforeAll(async () => {
    app = await startApp();
    schema = app.get(GraphQLSchemaHost).schema;
  });

  afterAll(() => app.stop());

  it('is what schema.gql says', () => {
    expect(read('../schema.gql')).toBe(schemaText(schema));
  });

  it.each([
    ['the contract', 'contract.graphql'],
    ['the last release', 'released.graphql'],
  ])('breaks nothing of %s but what the changelog declares', (_, file) => {
    expect(undeclaredBreaks(read(file), schema, read('../CHANGELOG.md'))).toEqual([]);
  });

  it('may break what the changelog declares for the release to come, and nothing else', () => {
    const [older, newer] = ['type Query { a: Int b: Int }', 'type Query { c: Int }'];
    const changelog = `# Changelog
      ## [Unreleased]
      ### Removed
      - Nobody used it: \`Query.a was removed.\`
      ## [0.1.0] - 2026-12-01
      - \`Query.b was removed.\``;
    expect(undeclaredBreaks(older, buildSchema(newer), changelog)).toEqual(['Query.b was removed.']);
  });

  it('describes every type, field, argument and value', () => {
    expect([...undescribed(schema)]).toEqual([]);
  });
});

/** The breaks of a schema, in the words of graphql-js, that the part on the coming release of the changelog does not tell. */
function undeclaredBreaks(older: string, newer: GraphQLSchema, changelog: string): string[] {
  const before = buildSchema(older);
  const [, coming = ''] = changelog.split(/^\s*## /m).slice(0, 2);
  return [...findBreakingChanges(before, newer), ...changedDefaults(before, newer)]
    .map(({ description }) => description)
    .filter((description) => !coming.includes(`\`${description}\``));
}

/** Changed defaults are not breaking by graphql's book, but a client that leaves an argument out relies on them. */
function changedDefaults(contract: GraphQLSchema, schema: GraphQLSchema) {
  return findDangerousChanges(contract, schema).filter(
    ({ type }) => type === DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE,
  );
}

function* undescribed(schema: GraphQLSchema): Generator<string> {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || ['Query', 'Mutation', 'Subscription'].includes(type.name)) continue;
    if (!type.description) yield type.name;
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isEnumType(type)) {
      for (const value of type.getValues()) if (!value.description) yield `${type.name}.${value.name}`;
    }
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (!field.description) yield `${type.name}.${field.name}`;
        for (const arg of 'args' in field ? field.args : []) {
          if (!arg.description) yield `${type.name}.${field.name}(${arg.name}:)`;
        }
      }
    }
  }
}
