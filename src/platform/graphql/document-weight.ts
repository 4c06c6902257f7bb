import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  valueFromASTUntyped,
} from 'graphql';
import { fragmentsIn } from './fragments.js';
import { daysBetween, isLocalDate, type LocalDate } from '../local-date.js';

/** What an operation asks for. What stands in a fragment counts wherever the fragment is spread. */
export interface Weight {
  /** Fields below one another. All of an introspection is one. */
  readonly depth: number;
  /** Fields beside one another at its root. */
  readonly width: number;
  readonly fields: number;
  readonly aliases: number;
  /** Characters of the longest alias: the answer repeats it on every row. */
  readonly longestAlias: number;
  readonly directives: number;
  /** How many values the answer may hold, whatever `@skip` and `@include` leave out. Those of an introspection are one. */
  readonly values: number;
  /** Whether that is another number with other variables. */
  readonly varies: boolean;
}

const nothing: Weight = {
  depth: 0,
  width: 0,
  fields: 0,
  aliases: 0,
  longestAlias: 0,
  directives: 0,
  values: 0,
  varies: false,
};

/** Assumed of a list that does not say how long it is; none of them grows. */
const rowsOfList = 10;
/** No list takes more at once: beyond it the field refuses its arguments by itself. */
const mostRows = 1024;

const metaFields: Readonly<Record<string, GraphQLField<unknown, unknown>>> = {
  __schema: SchemaMetaFieldDef,
  __type: TypeMetaFieldDef,
  __typename: TypeNameMetaFieldDef,
};

/**
 * Weighs a valid operation, each fragment once, so that the time it takes is that of reading the document.
 * @param variables as coerced by graphql-js
 */
export function weigh(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Weight {
  const fragments = fragmentsIn(document);
  const weighed = new Map<string, Weight>();

  const ofSelections = ({ selections }: SelectionSetNode, type: GraphQLCompositeType): Weight =>
    selections.map((node) => ofSelection(node, type)).reduce(together, nothing);

  const ofSelection = (node: SelectionNode, type: GraphQLCompositeType): Weight => {
    const weight =
      node.kind === Kind.FIELD
        ? ofField(node, type)
        : node.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(node.name.value)
          : ofSelections(node.selectionSet, typeNamed(node.typeCondition?.name.value) ?? type);
    return { ...weight, directives: weight.directives + (node.directives?.length ?? 0) };
  };

  const ofFragment = (name: string): Weight => {
    let weight = weighed.get(name);
    if (!weight) {
      const { typeCondition, selectionSet } = fragments[name] as FragmentDefinitionNode;
      weight = ofSelections(selectionSet, typeNamed(typeCondition.name.value) as GraphQLCompositeType);
      weighed.set(name, weight);
    }
    return weight;
  };

  const ofField = (node: FieldNode, parent: GraphQLCompositeType): Weight => {
    const name = node.name.value;
    const field = (metaFields[name] ?? fieldsOf(parent)[name]) as GraphQLField<unknown, unknown>;
    const type = getNamedType(field.type);
    const below =
      node.selectionSet && isCompositeType(type) ? ofSelections(node.selectionSet, type) : nothing;
    const introspects = name in metaFields;
    return {
      depth: introspects ? 1 : 1 + below.depth,
      width: 1,
      fields: 1 + below.fields,
      aliases: (node.alias ? 1 : 0) + below.aliases,
      longestAlias: Math.max(node.alias?.value.length ?? 0, below.longestAlias),
      directives: below.directives,
      values: introspects ? 1 : rowsOf(field, node, parent) * (1 + below.values),
      varies: below.varies || argumentsOfRows(node).some(({ value }) => value.kind === Kind.VARIABLE),
    };
  };

  const rowsOf = (
    field: GraphQLField<unknown, unknown>,
    node: FieldNode,
    parent: GraphQLCompositeType,
  ): number => {
    const isPage = field.args.some(({ name }) => name === 'first');
    const isList = isListType(getNullableType(field.type));
    if (!isPage && !isList) return 1;
    // The page that the list is a part of has counted its rows.
    if ('pageInfo' in fieldsOf(parent)) return 1;
    const asked = rowsAsked(argumentsOf(field, node));
    return Math.min(Math.max(asked, 1), mostRows);
  };

  /** As the field will get them; a null takes the default. Arguments it would refuse count as absent. */
  const argumentsOf = (field: GraphQLField<unknown, unknown>, node: FieldNode): Record<string, unknown> => {
    const given = new Map(
      argumentsOfRows(node).map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]),
    );
    return Object.fromEntries(
      field.args.map(({ name, defaultValue }) => [name, given.get(name) ?? defaultValue]),
    );
  };

  const typeNamed = (name: string | undefined): GraphQLCompositeType | undefined =>
    name === undefined ? undefined : (schema.getType(name) as GraphQLCompositeType);

  const root = schema.getRootType(operation.operation) as GraphQLCompositeType;
  const weight = ofSelections(operation.selectionSet, root);
  return { ...weight, directives: weight.directives + (operation.directives?.length ?? 0) };
}

/** Those that say how many rows there will be, by the names that they have everywhere in the schema. */
function argumentsOfRows({ arguments: given = [] }: FieldNode): readonly ArgumentNode[] {
  return given.filter(({ name }) => ['first', 'count', 'from', 'to'].includes(name.value));
}

function rowsAsked({ first, count, from, to }: Record<string, unknown>): number {
  if (typeof first === 'number') return first;
  if (typeof count === 'number') return count;
  return isDate(from) && isDate(to) ? daysBetween(from, to) + 1 : rowsOfList;
}

const isDate = (value: unknown): value is LocalDate => typeof value === 'string' && isLocalDate(value);

function fieldsOf(type: GraphQLCompositeType): Record<string, GraphQLField<unknown, unknown>> {
  return 'getFields' in type ? type.getFields() : {};
}

function together(one: Weight, other: Weight): Weight {
  return {
    depth: Math.max(one.depth, other.depth),
    width: one.width + other.width,
    fields: one.fields + other.fields,
    aliases: one.aliases + other.aliases,
    longestAlias: Math.max(one.longestAlias, other.longestAlias),
    directives: one.directives + other.directives,
    values: one.values + other.values,
    varies: one.varies || other.varies,
  };
}
