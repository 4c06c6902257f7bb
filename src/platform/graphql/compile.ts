import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  GraphQLScalarType,
  GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';

/** Executes an operation with variables as graphql-js has read them. */
export type Compiled = (context: object, variables: object) => Promise<ExecutionResult>;

/** The type of every variable for the compiler, whose own reading of variables and their defaults is not graphql-js's. */
const asRead = new GraphQLScalarType({ name: 'AsRead' });
const asReadType = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: asRead.name } } as const;
const schemas = new WeakMap<GraphQLSchema, GraphQLSchema>();

/** Compiles one operation of a valid document by https://github.com/zalando-incubator/graphql-jit; null when it cannot be. */
export function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Compiled | null {
  const definitions = document.definitions.map((definition) =>
    definition === operation ? withVariablesAsRead(operation) : definition,
  );
  const compiled = compileQuery(withAsRead(schema), { ...document, definitions }, operation.name?.value, {
    disablingCapturingStackErrors: true,
  });
  if (!isCompiledQuery(compiled)) return null;
  return async (context, variables) => withWholeErrors(await compiled.query(undefined, context, variables));
}

function withAsRead(schema: GraphQLSchema): GraphQLSchema {
  let known = schemas.get(schema);
  if (!known) {
    const config = schema.toConfig();
    known = new GraphQLSchema({ ...config, types: [...config.types, asRead] });
    schemas.set(schema, known);
  }
  return known;
}

function withVariablesAsRead(operation: OperationDefinitionNode): OperationDefinitionNode {
  const variableDefinitions = (operation.variableDefinitions ?? []).map((definition) => ({
    ...definition,
    type: asReadType,
    defaultValue: undefined,
  }));
  return { ...operation, variableDefinitions };
}

/** The errors of compiled operations lack what graphql-js gives its own, such as extensions to write to. */
function withWholeErrors(result: ExecutionResult): ExecutionResult {
  if (!result.errors) return result;
  const errors = result.errors.map(({ message, locations, path, originalError }) => {
    const extensions = (originalError as Partial<GraphQLError> | undefined)?.extensions;
    return Object.assign(new GraphQLError(message, { path, originalError, extensions }), { locations });
  });
  return { ...result, errors };
}
