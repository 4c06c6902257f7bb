import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  isCompositeType,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { fragmentsIn } from './fragments.js';
import { type Projection, projectionOf } from './projection.js';
import type { Outcome, RequestContext } from './request-context.js';
import type { Arguments, Operation, Selections, Variables } from './selection.js';

/** An operation ready to be run again and again. */
export interface Compiled {
  /**
   * Runs it with variables as graphql-js has read them: the data of its answer, or how its roots have ended, where
   * something of it is not as its type says and has to be told by whoever completes their values.
   * @returns null when nothing was run, since an argument cannot be read
   */
  run(context: RequestContext, variables: Variables): Promise<Data | Ended | null>;
}

interface Data {
  readonly data: Record<string, unknown>;
}

interface Ended {
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** A field at the root. */
interface Root {
  readonly key: string;
  readonly definition: GraphQLField<unknown, RequestContext>;
  readonly show: Projection;
  argumentsFor(variables: Variables): Arguments;
  infoFor(variables: Variables): GraphQLResolveInfo;
}

/**
 * Compiles one operation of a valid document: how it runs when everything goes well, which is nearly always. Null for
 * what selects another thing with other variables, what introspects, and mutations that come one after the other.
 */
export function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  selections: Selections,
): Compiled | null {
  const fragments = fragmentsIn(document);
  const whole: Operation = { schema, fragments, operation, variableValues: {} };
  const type = schema.getRootType(operation.operation);
  if (!type || !selections.isSteady(whole)) return null;
  const fields = collectFields(schema, fragments, {}, type, operation.selectionSet);
  if (operation.operation !== OperationTypeNode.QUERY && fields.size > 1) return null;
  const roots: Root[] = [];
  for (const [key, nodes] of fields) {
    const root = rootOf(key, type, nodes, whole, selections);
    if (!root) return null;
    roots.push(root);
  }
  return { run: (context, variables) => run(roots, context, variables) };
}

async function run(
  roots: readonly Root[],
  context: RequestContext,
  variables: Variables,
): Promise<Data | Ended | null> {
  const args: Arguments[] = [];
  try {
    for (const root of roots) args.push(root.argumentsFor(variables));
  } catch {
    return null;
  }
  const running = roots.map((root, index) => outcomeOf(root, args[index] as Arguments, context, variables));
  const outcomes = running.length === 1 ? [await running[0]] : await Promise.all(running);
  const data: Record<string, unknown> = {};
  try {
    roots.forEach(({ key, show }, index) => {
      const outcome = outcomes[index] as Outcome;
      if ('thrown' in outcome) throw outcome.thrown;
      data[key] = show(outcome.value, variables);
    });
    return { data };
  } catch {
    return { outcomes: new Map(roots.map(({ key }, index) => [key, outcomes[index] as Outcome])) };
  }
}

async function outcomeOf(
  { definition, infoFor }: Root,
  args: Arguments,
  context: RequestContext,
  variables: Variables,
): Promise<Outcome> {
  try {
    return { value: await definition.resolve?.(undefined, args, context, infoFor(variables)) };
  } catch (thrown) {
    return { thrown };
  }
}

function rootOf(
  key: string,
  parentType: GraphQLObjectType,
  nodes: readonly FieldNode[],
  operation: Operation,
  selections: Selections,
): Root | null {
  const node = nodes[0] as FieldNode;
  const definition = parentType.getFields()[node.name.value];
  if (!definition?.resolve || key === '__proto__') return null;
  const below = getNamedType(definition.type);
  const selection = isCompositeType(below) ? selections.below(operation, below, nodes) : null;
  const info = {
    ...operation,
    fieldName: definition.name,
    fieldNodes: nodes,
    returnType: definition.type,
    parentType,
    path: { prev: undefined, key, typename: parentType.name },
    rootValue: undefined,
  };
  return {
    key,
    definition,
    show: projectionOf(definition.type, selection),
    argumentsFor: (variables) => getArgumentValues(definition, node, variables),
    infoFor: (variableValues) => ({ ...info, variableValues }),
  };
}
