import {
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { excessOf, maxTokens, mostFaults } from './document-limits.js';
import { weigh } from './document-weight.js';

/**
 * Reads what a client wants to subscribe to: what to execute, or why it cannot be, each with a code. Introspection
 * needs no rule: it begins at the query type, and queries are refused.
 */
export function readSubscription(
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
  hideSuggestions: boolean,
): ExecutionArgs | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens });
  } catch (error) {
    return coded('GRAPHQL_PARSE_FAILED', [error as GraphQLError]);
  }
  const invalid = validate(schema, document, undefined, { hideSuggestions });
  if (invalid.length > 0) return coded('GRAPHQL_VALIDATION_FAILED', invalid);
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    return coded('OPERATION_RESOLUTION_FAILURE', [new GraphQLError('There is no such operation.')]);
  }
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
    const message = 'Only subscriptions run over a WebSocket; send queries and mutations over HTTP.';
    return coded('BAD_USER_INPUT', [new GraphQLError(message)]);
  }
  const { errors, coerced } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    variables ?? {},
    { hideSuggestions },
  );
  if (errors) return coded('BAD_USER_INPUT', errors);
  const excess = excessOf(document, operation, weigh(schema, document, operation, coerced));
  if (excess) return coded('BAD_USER_INPUT', [new GraphQLError(excess)]);
  return { schema, document, operationName, variableValues: variables };
}

/** graphql-js gives its own errors no code; these are the ones Apollo gives them over HTTP. */
function coded(code: string, errors: readonly GraphQLError[]): readonly GraphQLError[] {
  for (const { extensions } of errors) extensions['code'] = code;
  return errors.slice(0, mostFaults);
}
