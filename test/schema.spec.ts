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

  it('holds all of the contract', () => {
    const contract = buildSchema(read('contract.graphql'));
    const changes = [...findBreakingChanges(contract, schema), ...changedDefaults(contract, schema)];
    const lacking = changes.map(({ description }) => description);
    expect(lacking).toEqual([]);
  });

  it('describes every type, field, argument and value', () => {
    expect([...undescribed(schema)]).toEqual([]);
  });
});

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
