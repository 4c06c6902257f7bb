/** Makes a row out of its values, which come in the order of their columns. */
export type RowShape = (values: readonly unknown[]) => object;

/**
 * The rows of one statement as objects that have all columns from the start: filled column by column an object is moved in
 * memory several times, which costs a list as much as reading it. The names are those that our own statements give.
 */
export function rowShape(names: readonly string[]): RowShape {
  const columns = names.map((name, index) => `${JSON.stringify(name)}: values[${index}]`);
  // oxlint-disable-next-line typescript/no-implied-eval -- the compiler knows such an object whole only as a literal
  return new Function('values', `return { ${columns.join(', ')} };`) as RowShape;
}
