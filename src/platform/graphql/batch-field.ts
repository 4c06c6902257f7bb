import { applyDecorators, SetMetadata } from '@nestjs/common';
import { Extensions, ResolveField, type ResolveFieldOptions, type ReturnTypeFunc } from '@nestjs/graphql';
import type { CacheFacts } from './cacheable.js';
import type { RequestContext } from './request-context.js';

export const batchFieldKey = Symbol('batch field');

/**
 * Values for many parents at once, in their order. A value may be an Error, which then is the error of that one
 * field; anything thrown is the error of the field on every parent.
 */
export type BatchFunction = (
  parents: readonly object[],
  args: Readonly<Record<string, unknown>>,
  context: RequestContext,
) => readonly unknown[] | Promise<readonly unknown[]>;

/** A field that hangs on a type and is fetched for all its parents together. */
export interface BatchField {
  readonly type: string;
  readonly name: string;
  readonly load: BatchFunction;
}

/**
 * Marks a method of a `@Resolver(() => Parent)` class as a batch field: `(parents, args, context) => values`, with
 * one statement for all parents. The method's name is the field's; its arguments are declared by `@Args()` on the
 * second parameter.
 */
export function BatchField(type: ReturnTypeFunc, options: ResolveFieldOptions & { description: string }) {
  return applyDecorators(
    ResolveField(type, options),
    SetMetadata(batchFieldKey, true),
    Extensions({ batch: true } satisfies CacheFacts),
  );
}

/** One row for each key, null where there is none. */
export function oneByKey<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** All rows of each key, in the order given. */
export function manyByKey<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Row[][] {
  const byKey = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const same = byKey.get(key);
    if (same) same.push(row);
    else byKey.set(key, [row]);
  }
  return keys.map((key) => byKey.get(key) ?? []);
}
