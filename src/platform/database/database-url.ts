export type DatabaseKind = 'sqlite' | 'mysql' | 'mariadb';

/** Which kind of server a `DATABASE_URL` names; MySQL and MariaDB differ only in how TypeORM reads their tables. */
export function databaseKind(url: string): DatabaseKind {
  if (url.startsWith('sqlite:')) return 'sqlite';
  return url.startsWith('mariadb:') ? 'mariadb' : 'mysql';
}

/** The file of an SQLite URL, or null for a database that lives only as long as the process. */
export function sqliteFile(url: string): string | null {
  const file = url.slice('sqlite:'.length);
  return file === ':memory:' ? null : file.replace(/^\/\/(?=\/)/, '');
}
