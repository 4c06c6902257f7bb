import {
  getNullableType,
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { typeNameOf } from './preload.js';
import type { SelectedField, Selection, Variables } from './selection.js';

/**
 * Makes the value of a root field, all of which is preloaded, into what the answer shows of it.
 * @throws whatever keeps it from being as its type says: an error among its values, a null where none may be. Execution
 * then has to say which of its fields that makes null.
 */
export type Projection = (value: unknown, variables: Variables) => unknown;

/** A value that is not as its type says. */
class Misfit extends Error {}

/** What a selection shows of each row as one object literal, which is the cheapest way there is to make one. */
export function projectionOf(type: GraphQLOutputType, selection: Selection | null): Projection {
  const compiler = new Compiler();
  const root = compiler.valueOf(type, selection);
  return compiler.link(root);
}

class Compiler {
  private readonly functions: string[] = [];
  private readonly constants: unknown[] = [];
  /** Fields whose arguments depend on variables, and so does the property that holds their value. */
  private readonly varying: SelectedField[] = [];

  /** The name of a function that shows a value of this type. */
  valueOf(type: GraphQLOutputType, selection: Selection | null): string {
    const shown = getNullableType(type);
    if (isLeafType(shown)) return this.constant(isNonNullType(type) ? leaf(shown) : orNull(leaf(shown)));
    const present = isListType(shown)
      ? this.listOf(this.valueOf(shown.ofType, selection))
      : this.rowOf(selection as Selection);
    return isNonNullType(type)
      ? present
      : this.define(`return value == null ? null : ${present}(value, keys);`);
  }

  link(root: string): Projection {
    const { varying } = this;
    const names = this.constants.map((_, index) => `c${index}`);
    const body = `"use strict"; ${this.functions.join('\n')} return ${root};`;
    // oxlint-disable-next-line typescript/no-implied-eval -- its names are those of the schema, its texts JSON
    const show = new Function(...names, body)(...this.constants) as (
      value: unknown,
      keys: string[],
    ) => unknown;
    return (value, variables) => {
      const keys = varying.map((field) => {
        const args = field.argumentsFor(variables);
        if (!args) throw new Misfit(field.key);
        return field.propertyFor(args);
      });
      return show(value, keys);
    };
  }

  private listOf(item: string): string {
    return this.define(`
      ${this.constant(checkList)}(value);
      const shown = new Array(value.length);
      for (let index = 0; index < shown.length; index += 1) shown[index] = ${item}(value[index], keys);
      return shown;`);
  }

  private rowOf(selection: Selection): string {
    const members = selection.types.map((type) => [type.name, this.objectOf(selection, type)] as const);
    if (isObjectType(selection.type)) return members[0]?.[1] as string;
    const cases = members.map(([name, show]) => `case ${JSON.stringify(name)}: return ${show}(value, keys);`);
    return this.define(`
      switch (${this.constant(typeNameOfRow)}(value)) { ${cases.join(' ')} }
      throw new ${this.constant(Misfit)}();`);
  }

  private objectOf(selection: Selection, type: GraphQLObjectType): string {
    const parts = selection.of(type).map(([key, field]) => {
      const shown = field ? this.fieldOf(field) : JSON.stringify(type.name);
      // Written plainly, this one name of all would set the prototype.
      return `${key === '__proto__' ? '["__proto__"]' : JSON.stringify(key)}: ${shown}`;
    });
    return this.define(`${this.constant(checkRow)}(value); return { ${parts.join(', ')} };`);
  }

  private fieldOf(field: SelectedField): string {
    const show = this.valueOf(field.definition.type, field.selection);
    const property =
      field.batch && field.varies
        ? `keys[${this.varying.push(field) - 1}]`
        : JSON.stringify(field.propertyFor({}));
    return `${show}(value[${property}], keys)`;
  }

  private define(body: string): string {
    const name = `f${this.functions.length}`;
    this.functions.push(`function ${name}(value, keys) { ${body} }`);
    return name;
  }

  private constant(value: unknown): string {
    const known = this.constants.indexOf(value);
    return `c${known >= 0 ? known : this.constants.push(value) - 1}`;
  }
}

function checkRow(value: unknown): void {
  if (typeof value !== 'object' || value === null || value instanceof Error || value instanceof Promise)
    throw new Misfit();
}

function checkList(value: unknown): void {
  if (!Array.isArray(value)) throw new Misfit();
}

function typeNameOfRow(value: unknown): string | undefined {
  checkRow(value);
  return typeNameOf(value as object);
}

type Leaf = (value: unknown) => unknown;

/** Each has a function of its own, which the compiler of the engine can then put where it is called. */
const leaves = new Map<GraphQLLeafType, Leaf>([
  [GraphQLString, (value) => (typeof value === 'string' ? value : serialised(GraphQLString, value))],
  [
    GraphQLID,
    (value) => {
      if (typeof value === 'string') return value;
      return Number.isInteger(value) ? String(value) : serialised(GraphQLID, value);
    },
  ],
  [GraphQLBoolean, (value) => (typeof value === 'boolean' ? value : serialised(GraphQLBoolean, value))],
  [
    GraphQLInt,
    (value) => (typeof value === 'number' && value === (value | 0) ? value : serialised(GraphQLInt, value)),
  ],
  [GraphQLFloat, (value) => (Number.isFinite(value) ? value : serialised(GraphQLFloat, value))],
]);

function leaf(type: GraphQLLeafType): Leaf {
  let show = leaves.get(type);
  if (!show) {
    show = (value) => serialised(type, value);
    leaves.set(type, show);
  }
  return show;
}

const nullable = new Map<Leaf, Leaf>();

function orNull(show: Leaf): Leaf {
  let known = nullable.get(show);
  if (!known) {
    known = (value) => (value == null ? null : show(value));
    nullable.set(show, known);
  }
  return known;
}

function serialised(type: GraphQLLeafType, value: unknown): unknown {
  if (value == null || value instanceof Error) throw new Misfit();
  const shown = type.serialize(value);
  if (shown == null) throw new Misfit();
  return shown;
}
