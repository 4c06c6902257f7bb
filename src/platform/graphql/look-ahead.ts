import { getNamedType, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';
import { type Arguments, Selections } from './selection.js';

const selections = new Selections(() => undefined);

/**
 * The arguments of a field that is selected right below the root `info` is about, so that its root can read what it needs
 * along with its own row; of several the first. Null when it is not selected, or its arguments cannot be read.
 */
export function argumentsAhead(info: GraphQLResolveInfo, field: string): Arguments | null {
  const type = getNamedType(info.returnType) as GraphQLObjectType;
  const selected = selections.below(info, type, info.fieldNodes).of(type);
  const ahead = selected.find(([, each]) => each?.definition.name === field)?.[1];
  return ahead?.argumentsFor(info.variableValues) ?? null;
}
