import { GraphQLSchemaHost } from '@nestjs/graphql';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type TestApp } from './app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});

afterAll(() => app.stop());

it('only what is fetched has a resolver below the roots, since each of them is called for every row', () => {
  const schema: GraphQLSchema = app.get(GraphQLSchemaHost).schema;
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const resolvers = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__') && !roots.has(type))
    .flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []))
    .flatMap(({ name, resolve }) => (resolve ? [`${name}: ${resolve.name}`] : []));
  expect(resolvers.length).toBeGreaterThan(20);
  expect(resolvers.filter((each) => each.endsWith('rootFieldResolver'))).toEqual([]);
});
