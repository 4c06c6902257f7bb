import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** A whole number from 0 up to, but not including, `below`. */
export type Pick = (below: number) => number;

/** Values of scalars by the name of their type; those of arguments called `id` are ids. */
export type Values = Readonly<Record<string, readonly unknown[]>>;

const mostFields = 40;

/**
 * One random valid query: fields of every kind, aliases, fragments, directives, and arguments given as variables, in
 * the text, as null, or not at all.
 */
export function randomQuery(
  schema: GraphQLSchema,
  pick: Pick,
  values: Values,
): { query: string; variables: object } {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  let fields = 0;
  const oneOf = <T>(list: readonly T[]): T => list[pick(list.length)] as T;

  const valueOf = (type: GraphQLInputType): unknown => {
    const bare = getNullableType(type);
    if (!isNonNullType(type) && pick(6) === 0) return null;
    if (isListType(bare)) return Array.from({ length: pick(3) }, () => valueOf(bare.ofType));
    if (isEnumType(bare)) return oneOf(bare.getValues()).name;
    if (isInputObjectType(bare)) return objectOf(bare);
    return oneOf(values[(bare as { name: string }).name] ?? ['x']);
  };

  const objectOf = (type: GraphQLInputObjectType): object =>
    Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type) || pick(3) === 0)
        .map((field) => [field.name, valueOf(field.type)]),
    );

  /** By variable, since that reads values of every type; scalars also in the text. */
  const argument = ({ name, type }: GraphQLArgument): string => {
    const value = valueOf(type);
    if (pick(2) === 0 && (value === null || typeof value === 'number' || typeof value === 'boolean'))
      return `${name}: ${value}`;
    const variable = `v${declared.length}`;
    const optional = !isNonNullType(type) && pick(4) === 0;
    declared.push(`$${variable}: ${String(type)}`);
    if (!optional) variables[variable] = value;
    return `${name}: $${variable}`;
  };

  const directive = (): string => {
    if (pick(8) > 0) return '';
    const variable = `v${declared.length}`;
    declared.push(`$${variable}: Boolean!`);
    variables[variable] = pick(2) === 0;
    return ` @${oneOf(['skip', 'include'])}(if: $${variable})`;
  };

  const selection = (field: GraphQLField<unknown, unknown>, depth: number): string | null => {
    const type = getNamedType(field.type);
    const below = isCompositeType(type) ? selections(type, depth - 1) : '';
    if (below === null) return null;
    fields += 1;
    const given = field.args.filter(
      (each) => (isNonNullType(each.type) && each.defaultValue === undefined) || pick(2) === 0,
    );
    const args = given.length > 0 ? `(${given.map(argument).join(', ')})` : '';
    // Each under a name of its own: the same field twice with other arguments is not valid.
    return `f${fields}: ${field.name}${args}${directive()}${below}`;
  };

  const selections = (type: GraphQLCompositeType, depth: number): string | null => {
    if (depth === 0) return null;
    const parts = ['__typename'];
    if (isObjectType(type)) {
      const all = Object.values(type.getFields());
      for (let count = 1 + pick(6); count > 0 && fields < mostFields; count -= 1) {
        const part = selection(oneOf(all), depth);
        if (part) parts.push(pick(5) === 0 ? `... on ${type.name}${directive()} { ${part} }` : part);
      }
    } else {
      for (const member of schema.getPossibleTypes(type))
        parts.push(`... on ${member.name} ${selections(member, depth) ?? '{ __typename }'}`);
    }
    return ` { ${parts.join(' ')} }`;
  };

  const root = schema.getQueryType();
  const text = root ? selections(root, 5) : '';
  const head = declared.length > 0 ? `query Q(${declared.join(', ')})` : 'query Q';
  return { query: `${head}${text}`, variables };
}
