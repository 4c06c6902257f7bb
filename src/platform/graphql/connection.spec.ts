import 'reflect-metadata';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.js';
import { pageSize, toConnection } from './connection.js';

const cursorOf = (node: { id: number }) => `cursor ${node.id}`;
const nodes = [{ id: 1 }, { id: 2 }, { id: 3 }];
const page = { nodes, cursorOf, hasNextPage: true, after: null, totalCount: () => 7 };

describe('pageSize', () => {
  it.each([
    [1, 1],
    [20, 20],
    [100, 100],
    [null, 30],
  ])('of first: %j is %i', (first, size) => {
    expect(pageSize(first, 30)).toBe(size);
  });

  it.each([0, -1, 101, 2_147_483_647])('refuses first: %i', (first) => {
    expect(() => pageSize(first, 30)).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        message: 'first: must be from 1 to 100',
        details: { argument: 'first' },
      }),
    );
    expect(() => pageSize(first, 30)).toThrow(AppError);
  });
});

/** What a page tells of itself, worked out. */
function told(pageInfo: ReturnType<typeof toConnection>['pageInfo']) {
  return Object.fromEntries(
    Object.entries(pageInfo).map(([name, value]) => [name, typeof value === 'function' ? value() : value]),
  );
}

describe('toConnection', () => {
  it('names the first and the last row', () => {
    const { pageInfo, nodes: shown } = toConnection(page);
    expect(shown).toBe(nodes);
    expect(told(pageInfo)).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: 'cursor 1',
      endCursor: 'cursor 3',
    });
  });

  it('has null for the cursors of an empty page', () => {
    expect(told(toConnection({ ...page, nodes: [], hasNextPage: false }).pageInfo)).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  it.each([
    [null, false],
    [undefined, false],
    ['', false],
    ['cursor 0', true],
  ])('after %j has a page before it: %j', (after, hasPreviousPage) => {
    expect(toConnection({ ...page, after }).pageInfo.hasPreviousPage).toBe(hasPreviousPage);
  });

  it('ends where the page says, though that is behind its last row or there is none', () => {
    const endCursor = () => 'cursor 500';
    expect(told(toConnection({ ...page, endCursor }).pageInfo)['endCursor']).toBe('cursor 500');
    expect(told(toConnection({ ...page, nodes: [], endCursor }).pageInfo)).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: 'cursor 500',
    });
    expect(told(toConnection({ ...page, endCursor: () => null }).pageInfo)['endCursor']).toBe(null);
  });

  it('gives every row its cursor', () => {
    expect(toConnection(page).edges()).toEqual([
      { cursor: 'cursor 1', node: nodes[0] },
      { cursor: 'cursor 2', node: nodes[1] },
      { cursor: 'cursor 3', node: nodes[2] },
    ]);
  });

  it('works out no edges, cursors or total before they are asked for', async () => {
    const totalCount = vi.fn(async () => 7);
    const cursors = vi.fn(cursorOf);
    const connection = toConnection({ ...page, cursorOf: cursors, totalCount });
    expect([totalCount.mock.calls.length, cursors.mock.calls.length]).toEqual([0, 0]);
    expect(await connection.totalCount()).toBe(7);
    expect(totalCount).toHaveBeenCalledTimes(1);
  });
});
