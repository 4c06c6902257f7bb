import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isObjectType,
} from 'graphql';
import type { BatchField } from './batch-field.js';
import type { RequestContext } from './request-context.js';
import type { Arguments, SelectedField, Selection } from './selection.js';

type Row = Record<string, unknown>;

/** Of which type each row of a union or an interface has turned out to be. */
const typeNames = new WeakMap<object, string>();

/** What a preloaded row of a union or an interface is; undefined when that could not be told. */
export const typeNameOf = (row: object): string | undefined => typeNames.get(row);

/**
 * Looks at the selection below `value` once, runs the batch fields it asks for level by level, those of one level
 * together, and attaches the results as plain properties, so that nothing below a root has to be resolved. Values
 * given as functions are worked out when selected, and only then. Where nothing has to be waited for, nobody waits.
 */
export function preload(
  value: unknown,
  selection: Selection,
  info: GraphQLResolveInfo,
  context: RequestContext,
): Promise<void> | undefined {
  return new Preloading(info, context).descend(rowsIn(value), selection);
}

class Preloading {
  constructor(
    private readonly info: GraphQLResolveInfo,
    private readonly context: RequestContext,
  ) {}

  descend(rows: readonly Row[], selection: Selection): Promise<void> | undefined {
    if (rows.length === 0) return undefined;
    const { type } = selection;
    if (isObjectType(type)) return this.fill(rows, type, selection);
    return this.byRuntimeType(rows, type).then((groups) =>
      together([...groups].map(([member, own]) => this.fill(own, member, selection))),
    );
  }

  /**
   * The rows of a union or an interface by what each of them is. One that cannot be told is left to the execution,
   * which says why.
   */
  private async byRuntimeType(
    rows: readonly Row[],
    type: GraphQLAbstractType,
  ): Promise<Map<GraphQLObjectType, Row[]>> {
    const { info, context } = this;
    const resolveType = type.resolveType ?? defaultTypeResolver;
    const names = await Promise.all(rows.map((row) => outcome(() => resolveType(row, context, info, type))));
    const groups = new Map<GraphQLObjectType, Row[]>();
    rows.forEach((row, index) => {
      const name = names[index];
      const member = typeof name === 'string' ? info.schema.getType(name) : undefined;
      if (!isObjectType(member)) return;
      typeNames.set(row, member.name);
      const same = groups.get(member);
      if (same) same.push(row);
      else groups.set(member, [row]);
    });
    return groups;
  }

  private fill(
    rows: readonly Row[],
    type: GraphQLObjectType,
    selection: Selection,
  ): Promise<void> | undefined {
    const work: (Promise<void> | undefined)[] = [];
    for (const [, selected] of selection.of(type)) {
      if (!selected) continue;
      const { batch } = selected;
      const args = batch ? selected.argumentsFor(this.info.variableValues) : {};
      // Arguments that cannot be read are refused where the field is executed, for that field alone.
      if (!args) continue;
      const property = selected.propertyFor(args);
      const there = batch ? this.attach(batch, property, rows, args) : workOut(property, rows);
      work.push(
        there ? this.belowAfter(there, rows, property, selected) : this.below(rows, property, selected),
      );
    }
    return together(work);
  }

  // Apart from `fill`: a function in a loop has V8 keep the variables of every turn on the heap, of those too that make none.
  private belowAfter(
    there: Promise<void>,
    rows: readonly Row[],
    property: string,
    selected: SelectedField,
  ): Promise<void> {
    return there.then(() => this.below(rows, property, selected));
  }

  private below(
    rows: readonly Row[],
    property: string,
    { selection }: SelectedField,
  ): Promise<void> | undefined {
    if (!selection) return undefined;
    const only = rows.length === 1 ? rows[0]?.[property] : rows.map((row) => row[property]);
    return this.descend(rowsIn(only), selection);
  }

  private attach(
    field: BatchField,
    property: string,
    rows: readonly Row[],
    args: Arguments,
  ): Promise<void> | undefined {
    const parents = new Set<Row>();
    const running = new Set<Promise<unknown>>();
    for (const row of rows) {
      const value = row[property];
      if (value === undefined) parents.add(row);
      // The same row may be selected in two places at once: until its value is there, the work stands in for it.
      else if (value instanceof Promise) running.add(value);
    }
    if (parents.size > 0) {
      const work = this.fetchValues(field, property, [...parents], args);
      if (work) {
        for (const row of parents) row[property] = work;
        running.add(work);
      }
    }
    return running.size === 0 ? undefined : Promise.all(running).then(() => undefined);
  }

  private fetchValues(
    field: BatchField,
    property: string,
    parents: readonly Row[],
    args: Arguments,
  ): Promise<void> | undefined {
    // An Error as the value of a property becomes the error of that field alone.
    const failed = (error: unknown) =>
      give(
        parents,
        property,
        parents.map(() => error),
      );
    try {
      const values = field.load(parents, args, this.context);
      if (!(values instanceof Promise)) return give(parents, property, values);
      return values.then((found) => give(parents, property, found), failed);
    } catch (error) {
      return failed(error);
    }
  }
}

function give(parents: readonly Row[], property: string, values: readonly unknown[]): undefined {
  parents.forEach((row, index) => {
    row[property] = values[index] ?? null;
  });
}

/** Values that are there already, which most are, cost nobody a turn. */
function workOut(property: string, rows: readonly Row[]): Promise<void> | undefined {
  let running: Promise<void>[] | undefined;
  for (const row of rows) {
    let value = row[property];
    if (typeof value !== 'function' && !(value instanceof Promise)) continue;
    // Under two names at once it is still worked out once.
    if (typeof value === 'function') row[property] = value = called(value, row);
    if (value instanceof Promise) (running ??= []).push(whenDone(value, property, row));
  }
  return running && together(running);
}

// Apart from `workOut` for the same reason as `belowAfter`.
function whenDone(value: Promise<unknown>, property: string, row: Row): Promise<void> {
  return value.then((done) => void (row[property] = done));
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

/** Waits for what there is to wait for. */
function together(work: readonly (Promise<void> | undefined)[]): Promise<void> | undefined {
  const running = work.filter((each) => each !== undefined);
  if (running.length === 0) return undefined;
  return running.length === 1 ? running[0] : Promise.all(running).then(() => undefined);
}

/** The objects in a value, in a list, or in a list of lists; one that is there twice comes twice. */
function rowsIn(value: unknown, rows: Row[] = []): Row[] {
  if (Array.isArray(value)) for (const each of value) rowsIn(each, rows);
  else if (typeof value === 'object' && value !== null && !(value instanceof Error)) rows.push(value as Row);
  return rows;
}
