import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './graphql-env.js';

/** `gql` of every client, whose data and variables have the types that the schema gives them. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; LocalDate: string; EmailAddress: string; Upload: Blob };
}>();
