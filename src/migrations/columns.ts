import type { TableColumnOptions, TableForeignKeyOptions } from 'typeorm';

type Options = Partial<TableColumnOptions>;

// The column types of the first tables, spelled once. Migrations are history: never change what these mean.
const column =
  (type: string, fixed: Options = {}) =>
  (name: string, options: Options = {}): TableColumnOptions => ({
    name,
    type,
    ...fixed,
    ...options,
  });

export const id = column('varchar', { length: '36' });
export const primaryId = column('varchar', { length: '36', isPrimary: true });
export const text = (name: string, length: number, options: Options = {}) =>
  column('varchar', { length: String(length) })(name, options);
export const int = column('integer');
export const small = column('smallint');
export const big = column('bigint');
export const double = column('double');
export const date = column('date');
export const long = column('text');

export const nullable = { isNullable: true } as const;
export const primary = { isPrimary: true } as const;

export const foreignKey = (
  name: string,
  columnName: string,
  referencedTableName: string,
): TableForeignKeyOptions => ({
  name,
  columnNames: [columnName],
  referencedTableName,
  referencedColumnNames: ['id'],
  onDelete: 'NO ACTION',
  onUpdate: 'NO ACTION',
});

export const index = (name: string, columnNames: string[]) => ({ name, columnNames });
export const unique = (name: string, columnNames: string[]) => ({ name, columnNames, isUnique: true });
