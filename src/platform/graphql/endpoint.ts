/** Where GraphQL is served, over HTTP and over WebSockets. */
export const graphqlPath = '/graphql';

/** The longest document. Acts in the lexer: the parser itself overflows its stack on what a depth rule would refuse later. */
export const maxTokens = 1000;
