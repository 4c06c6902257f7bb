import {
  type DocumentNode,
  type FieldNode,
  getArgumentValues,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { fragmentsIn } from './fragments.js';
import type { CacheFacts, Lifetime } from './cacheable.js';

type Variables = Readonly<Record<string, unknown>>;

/**
 * For how long anybody may keep the answer of a query that has been executed: the shortest time of all it selects;
 * null when something is selected that nobody may keep.
 * @param variables as coerced by graphql-js
 */
export function lifetimeOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): Lifetime | null {
  const query = schema.getQueryType();
  if (!query || operation.operation !== 'query') return null;
  const fragments = fragmentsIn(document);
  let shortest: Lifetime | null = null;

  /** Whether all that is selected may be kept. */
  const mayKeep = (type: GraphQLObjectType, selected: ReadonlyMap<string, readonly FieldNode[]>): boolean =>
    [...selected.values()].every((nodes) => {
      const [node] = nodes as [FieldNode];
      if (node.name.value === '__typename') return true;
      const field = type.getFields()[node.name.value];
      // Introspection is none of a type's fields.
      if (!field) return false;
      const own = ownLifetime(field, node, variables);
      if (!own && (type === query || (field.extensions as CacheFacts).batch)) return false;
      if (own && (!shortest || own.fresh < shortest.fresh)) shortest = own;
      return typesBelow(field).every((below) =>
        mayKeep(below, collectSubfields(schema, fragments, variables, below, nodes)),
      );
    });

  const typesBelow = (field: GraphQLField<unknown, unknown>): readonly GraphQLObjectType[] => {
    const type = getNamedType(field.type);
    if (isAbstractType(type)) return schema.getPossibleTypes(type);
    return isObjectType(type) ? [type] : [];
  };

  return mayKeep(query, collectFields(schema, fragments, variables, query, operation.selectionSet))
    ? shortest
    : null;
}

function ownLifetime(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): Lifetime | undefined {
  const { lifetime } = field.extensions as CacheFacts;
  return typeof lifetime === 'function' ? lifetime(getArgumentValues(field, node, variables)) : lifetime;
}
