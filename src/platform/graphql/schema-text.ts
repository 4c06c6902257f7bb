import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** The schema as it is committed in `schema.gql`. */
export function schemaText(schema: GraphQLSchema): string {
  return `# Made from the code by \`npm run schema\`; a test holds the two together.\n\n${printSchema(lexicographicSortSchema(schema))}\n`;
}
