import {
  defaultTypeResolver,
  type FieldNode,
  getArgumentValues,
  getNamedType,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isCompositeType,
  isObjectType,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { BatchField } from './batch-field.js';
import type { RequestContext } from './request-context.js';

type Row = Record<string, unknown>;

/** Finds the batch field of a type by name. */
export type FindBatchField = (type: string, field: string) => BatchField | undefined;

/**
 * The property of a row under which the value of a batch field is kept: fields with arguments have one for each set, in
 * whatever order whoever executes names them.
 */
export function attachmentKey(field: string, args: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(args);
  if (names.length === 0) return field;
  return `${field}(${JSON.stringify(names.toSorted().map((name) => [name, args[name]]))})`;
}

/**
 * Looks at the selection below `value` once, runs the batch fields it asks for level by level, those of one level
 * together, and attaches the results as plain properties, so that nothing below a root has to be resolved. Values
 * given as functions are worked out when selected, and only then.
 */
export async function preload(
  value: unknown,
  info: GraphQLResolveInfo,
  context: RequestContext,
  find: FindBatchField,
): Promise<void> {
  const type = getNamedType(info.returnType);
  if (isCompositeType(type)) await descend(rowsIn(value), type, info.fieldNodes, info, context, find);
}

async function descend(
  rows: readonly Row[],
  type: GraphQLCompositeType,
  nodes: readonly FieldNode[],
  info: GraphQLResolveInfo,
  context: RequestContext,
  find: FindBatchField,
): Promise<void> {
  if (rows.length === 0) return;
  if (isObjectType(type)) return fill(rows, type, nodes, info, context, find);
  const groups = await byRuntimeType(rows, type, info, context);
  await Promise.all([...groups].map(([member, own]) => fill(own, member, nodes, info, context, find)));
}

/**
 * The rows of a union or an interface by what each of them is. One that cannot be told is left to the execution,
 * which says why.
 */
async function byRuntimeType(
  rows: readonly Row[],
  type: GraphQLAbstractType,
  info: GraphQLResolveInfo,
  context: RequestContext,
): Promise<Map<GraphQLObjectType, Row[]>> {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const names = await Promise.all(rows.map((row) => outcome(() => resolveType(row, context, info, type))));
  const groups = new Map<GraphQLObjectType, Row[]>();
  rows.forEach((row, index) => {
    const name = names[index];
    const member = typeof name === 'string' ? info.schema.getType(name) : undefined;
    if (!isObjectType(member)) return;
    const same = groups.get(member);
    if (same) same.push(row);
    else groups.set(member, [row]);
  });
  return groups;
}

async function fill(
  rows: readonly Row[],
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  info: GraphQLResolveInfo,
  context: RequestContext,
  find: FindBatchField,
): Promise<void> {
  const fields = type.getFields();
  const selected = collectSubfields(info.schema, info.fragments, info.variableValues, type, nodes);
  await Promise.all(
    [...selected.values()].map(async (same) => {
      const node = same[0] as FieldNode;
      const field = fields[node.name.value];
      if (!field) return;
      const batch = find(type.name, field.name);
      const args = batch ? argumentsOf(field, node, info) : {};
      // Arguments that cannot be read are refused where the field is executed, for that field alone.
      if (!args) return;
      const key = batch ? attachmentKey(field.name, args) : field.name;
      if (batch) await attach(batch, key, rows, args, context);
      else await workOut(field.name, rows);
      const below = getNamedType(field.type);
      if (isCompositeType(below)) {
        await descend(rowsIn(rows.map((row) => row[key])), below, same, info, context, find);
      }
    }),
  );
}

function argumentsOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  info: GraphQLResolveInfo,
): Record<string, unknown> | null {
  try {
    return getArgumentValues(field, node, info.variableValues);
  } catch {
    return null;
  }
}

async function attach(
  field: BatchField,
  key: string,
  rows: readonly Row[],
  args: Record<string, unknown>,
  context: RequestContext,
): Promise<void> {
  const parents = rows.filter((row) => row[key] === undefined);
  // The same row may be selected in two places at once: until its value is there, the work stands in for it.
  const running = rows.map((row) => row[key]).filter((value) => value instanceof Promise);
  if (parents.length > 0) {
    // Begun a turn later: a batch function that throws at once would be overwritten by what stands in for it.
    const work = Promise.resolve().then(() => fetchValues(field, key, parents, args, context));
    for (const row of parents) row[key] = work;
    running.push(work);
  }
  await Promise.all(running);
}

async function fetchValues(
  field: BatchField,
  key: string,
  parents: readonly Row[],
  args: Record<string, unknown>,
  context: RequestContext,
): Promise<void> {
  let values: readonly unknown[];
  try {
    values = await field.load(parents, args, context);
  } catch (error) {
    // An Error as the value of a property becomes the error of that field alone.
    values = parents.map(() => error);
  }
  parents.forEach((row, index) => {
    row[key] = values[index] ?? null;
  });
}

/** Values that are there already, which most are, cost nobody a turn. */
async function workOut(field: string, rows: readonly Row[]): Promise<void> {
  const running: Promise<void>[] = [];
  for (const row of rows) {
    const value = row[field];
    // Under two names at once it is still worked out once.
    if (typeof value === 'function') row[field] = called(value, row);
    const work = row[field];
    if (work instanceof Promise) running.push(work.then((done) => void (row[field] = done)));
  }
  if (running.length > 0) await Promise.all(running);
}

/** What a value given as a function is; an error of its own is the error of that field. */
function called(value: Function, row: Row): unknown {
  try {
    const result: unknown = value.call(row);
    return result instanceof Promise ? result.catch((error: unknown) => error) : result;
  } catch (error) {
    return error;
  }
}

async function outcome(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return error;
  }
}

/** The different objects in a value, in a list, or in a list of lists. */
function rowsIn(value: unknown): Row[] {
  const rows = new Set<Row>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === 'object' && part !== null && !(part instanceof Error)) rows.add(part as Row);
  };
  visit(value);
  return [...rows];
}
