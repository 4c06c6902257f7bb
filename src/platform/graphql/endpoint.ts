/** Where GraphQL is served, over HTTP and over WebSockets. */
export const graphqlPath = '/graphql';
