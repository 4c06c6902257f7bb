import { describe, expect, it } from 'vitest';
import { databaseKind, sqliteFile } from './database-url.js';

describe('databaseKind', () => {
  it.each([
    ['sqlite:data/hapju.db', 'sqlite'],
    ['sqlite::memory:', 'sqlite'],
    ['mysql://root@localhost/hapju', 'mysql'],
    ['mariadb://root@localhost/hapju', 'mariadb'],
  ])('of %s is %s', (url, kind) => {
    expect(databaseKind(url)).toBe(kind);
  });
});

describe('sqliteFile', () => {
  it.each([
    ['sqlite:data/hapju.db', 'data/hapju.db'],
    ['sqlite:/srv/hapju.db', '/srv/hapju.db'],
    ['sqlite:///srv/hapju.db', '/srv/hapju.db'],
    ['sqlite:합주.db', '합주.db'],
    ['sqlite::memory:', null],
  ])('of %s is %s', (url, file) => {
    expect(sqliteFile(url)).toBe(file);
  });
});
