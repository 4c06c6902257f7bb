import { describe, expect, it } from 'vitest';
import { inList } from './sql.js';

describe('inList', () => {
  it.each([
    [[1], '(?)', [1]],
    [[1, 2], '(?, ?)', [1, 2]],
    [[1, 2, 3], '(?, ?, ?, ?)', [1, 2, 3, 3]],
    [['a', 'b', 'c', 'd', 'e'], '(?, ?, ?, ?, ?, ?, ?, ?)', ['a', 'b', 'c', 'd', 'e', 'e', 'e', 'e']],
  ])('of %j repeats the last value up to a power of two', (values, sql, bound) => {
    expect(inList(values)).toEqual({ sql, values: bound });
  });

  it('of nothing holds nothing, since nothing equals null', () => {
    expect(inList([])).toEqual({ sql: '(?)', values: [null] });
  });

  it('makes 11 different statements of 1,000 lengths', () => {
    const texts = Array.from(
      { length: 1000 },
      (_, index) => inList(Array.from({ length: index + 1 }, () => 7)).sql,
    );
    expect(new Set(texts).size).toBe(11);
  });
});
