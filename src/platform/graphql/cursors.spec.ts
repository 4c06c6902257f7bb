import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.js';
import { AppError } from '../errors.js';
import { Cursors } from './cursors.js';

const cursorsOf = (secret: string) => new Cursors(readConfig({ APP_SECRET: secret }));
const cursors = cursorsOf('the secret of the tests, 32 characters or more');
const list = ['spaces', { districtId: 11_440, search: '드럼' }, 'PRICE_ASC'];
const key = [30_000, '019aa5b3-8a00-7000-8000-000000000001'];
const cursor = cursors.seal(list, key);

/** What is said about a cursor that is not taken; its key when it is. */
function opened(from: unknown, text: string): unknown {
  try {
    return cursors.open(from, text);
  } catch (error) {
    return error instanceof AppError ? [error.code, error.message, error.details] : error;
  }
}

const refusal = [
  'BAD_USER_INPUT',
  'after: is not a cursor of this list with these filters and this sort',
  { argument: 'after' },
];

describe('a cursor', () => {
  it.each([
    [key],
    [['019aa5b3-8a00-7000-8000-000000000001']],
    [[0]],
    [[-1.5, 2 ** 53 - 1, '']],
    [['합주 "방" \\ \n \u0000 🎸', 1]],
    [[]],
  ])('opens to the key it was sealed with: %j', (sealed) => {
    expect(cursors.open(list, cursors.seal(list, sealed))).toEqual(sealed);
  });

  it('is short and fit for a URL', () => {
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(cursor).toHaveLength(78);
  });

  it('is the same at every start, so that a restart ends no walk', () => {
    const again = cursorsOf('the secret of the tests, 32 characters or more');
    expect(again.seal(list, key)).toBe(cursor);
    expect(again.open(list, cursor)).toEqual(key);
  });

  it('belongs to its list, filters and sort included', () => {
    const others = [
      ['reviews', { districtId: 11_440, search: '드럼' }, 'PRICE_ASC'],
      ['spaces', { districtId: 11_680, search: '드럼' }, 'PRICE_ASC'],
      ['spaces', { districtId: '11440', search: '드럼' }, 'PRICE_ASC'],
      ['spaces', { districtId: 11_440, search: '드럼', headCount: 4 }, 'PRICE_ASC'],
      ['spaces', { districtId: 11_440 }, 'PRICE_ASC'],
      ['spaces', { districtId: 11_440, search: '드럼' }, 'PRICE_DESC'],
      ['spaces'],
      'spaces',
      null,
    ];
    expect(others.map((other) => opened(other, cursor))).toEqual(others.map(() => refusal));
  });

  it('is not mistaken for one of a list whose name runs into the key', () => {
    const sealed = cursors.seal('a', ['b']);
    expect(opened('a\n["b"]', sealed)).toEqual(refusal);
  });

  it('of another secret is refused', () => {
    const foreign = cursorsOf('another secret of the tests, just as long').seal(list, key);
    expect(opened(list, foreign)).toEqual(refusal);
  });

  it('is refused when any one bit of it was changed', () => {
    const bytes = Buffer.from(cursor, 'base64url');
    const wrong = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      return opened(list, changed.toString('base64url'));
    }).filter((answer) => (answer as unknown[])[0] !== 'BAD_USER_INPUT');
    expect(wrong).toEqual([]);
  });

  it('is refused wherever it was cut off, and with anything behind it', () => {
    for (let length = 0; length < cursor.length; length += 1) {
      expect(opened(list, cursor.slice(0, length))).toEqual(refusal);
    }
    expect(opened(list, `${cursor}AAAA`)).toEqual(refusal);
    expect(opened(list, cursor + cursor)).toEqual(refusal);
  });

  it.each([
    ['nothing', ''],
    ['a key without a seal', Buffer.from('[1]').toString('base64url')],
    ['a seal without a key', Buffer.alloc(12).toString('base64url')],
    ['twelve zeros and a key', Buffer.concat([Buffer.alloc(12), Buffer.from('[1]')]).toString('base64url')],
    ['no base64', '%%% 합주 %%%'],
    ['what is not JSON', Buffer.from('************{').toString('base64url')],
    ['a million characters', 'A'.repeat(1_000_000)],
    ['a cursor and a million characters', cursor + 'A'.repeat(1_000_000)],
  ])('made by hand is refused: %s', (_, text) => {
    expect(opened(list, text)).toEqual(refusal);
  });
});
