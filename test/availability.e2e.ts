import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClaimKind } from '../src/orders/claim.entity.js';
import { startApp, type TestApp } from './app.js';
import { Make } from './make.js';

const query = `query ($id: ID!, $from: LocalDate!, $to: LocalDate!) {
  space(id: $id) { availability(from: $from, to: $to) { date day night all } } }`;
const minute = 60_000;

describe('availability', () => {
  let app: TestApp;
  let make: Make;

  beforeAll(async () => {
    app = await startApp();
    make = new Make(app);
  });

  afterAll(() => app.stop());

  async function availability(id: string, from: string, to: string) {
    const { data, errors } = await app.run(query, { id, from, to });
    expect(errors).toBeUndefined();
    return data.space.availability;
  }

  it('tells each option of each date', async () => {
    const space = await make.space();
    const hold = app.clock.now() + 10 * minute;
    await make.claim({ spaceId: space.id, useDate: '2026-12-02', half: 0 });
    await make.claim({ spaceId: space.id, useDate: '2026-12-03', half: 1, expiresAt: hold });
    await make.claim({ spaceId: space.id, useDate: '2026-12-04', half: 0, kind: ClaimKind.HOST_BLOCK });
    expect(await availability(space.id, '2026-12-01', '2026-12-04')).toEqual([
      { date: '2026-12-01', day: 'FREE', night: 'FREE', all: 'FREE' },
      { date: '2026-12-02', day: 'TAKEN', night: 'FREE', all: 'TAKEN' },
      { date: '2026-12-03', day: 'FREE', night: 'HELD', all: 'HELD' },
      { date: '2026-12-04', day: 'CLOSED', night: 'FREE', all: 'CLOSED' },
    ]);
  });

  it('a hold is over at its instant, with nobody doing anything', async () => {
    const space = await make.space();
    const start = app.clock.now();
    await make.claim({ spaceId: space.id, useDate: '2026-12-05', half: 0, expiresAt: start + 10 * minute });
    const state = async () => (await availability(space.id, '2026-12-05', '2026-12-05'))[0].day;
    const listed = async () => {
      const { data } = await app.run(
        '{ spaces(first: 100, filter: { date: "2026-12-05", option: DAY }) { nodes { id } } }',
      );
      return data.spaces.nodes.some((node: { id: string }) => node.id === space.id);
    };
    app.clock.advance(start + 10 * minute - 1 - app.clock.now());
    expect([await state(), await listed()]).toEqual(['HELD', false]);
    app.clock.advance(1);
    expect([await state(), await listed()]).toEqual(['FREE', true]);
  });

  it('closes what is past, too far ahead or not sold', async () => {
    const space = await make.space({ nightPrice: null });
    expect(await availability(space.id, '2026-11-20', '2026-11-21')).toEqual([
      { date: '2026-11-20', day: 'CLOSED', night: 'CLOSED', all: 'CLOSED' },
      { date: '2026-11-21', day: 'FREE', night: 'CLOSED', all: 'FREE' },
    ]);
    expect(await availability(space.id, '2027-11-21', '2027-11-22')).toEqual([
      { date: '2027-11-21', day: 'FREE', night: 'CLOSED', all: 'FREE' },
      { date: '2027-11-22', day: 'CLOSED', night: 'CLOSED', all: 'CLOSED' },
    ]);
  });

  it('follows the calendar of Seoul, not of UTC', async () => {
    const other = await startApp();
    try {
      const space = await new Make(other).space();
      const today = () => other.run(query, { id: space.id, from: '2026-11-23', to: '2026-11-23' });
      other.clock.set('2026-11-23T23:59:59+09:00');
      expect((await today()).data.space.availability[0].day).toBe('FREE');
      other.clock.set('2026-11-24T00:00:01+09:00');
      expect((await today()).data.space.availability[0].day).toBe('CLOSED');
    } finally {
      await other.stop();
    }
  });

  it('isAvailable agrees with the calendar', async () => {
    const space = await make.space();
    await make.claim({ spaceId: space.id, useDate: '2026-12-06', half: 1 });
    const { data } = await app.run(
      `query ($id: ID!) { space(id: $id) {
         day: isAvailable(date: "2026-12-06", option: DAY) night: isAvailable(date: "2026-12-06", option: NIGHT)
         all: isAvailable(date: "2026-12-06", option: ALL) past: isAvailable(date: "2026-11-20", option: DAY) } }`,
      { id: space.id },
    );
    expect(data.space).toEqual({ day: true, night: false, all: false, past: false });
  });

  it.each([
    ['a reversed range', '2026-12-02', '2026-12-01', 'to: must not be before from'],
    ['a range of 93 days', '2026-12-01', '2027-03-03', 'to: must be within 92 days of from'],
    ['a range of centuries', '2026-12-01', '9999-12-31', 'to: must be within 92 days of from'],
  ])('refuses %s, and answers the rest', async (_, from, to, message) => {
    const space = await make.space();
    const { data, errors } = await app.run(
      `query ($id: ID!, $from: LocalDate!, $to: LocalDate!) { districts { id } space(id: $id) { availability(from: $from, to: $to) { day } } }`,
      { id: space.id, from, to },
    );
    expect(data.space).toBeNull();
    expect(data.districts).toHaveLength(25);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({
      message,
      path: ['space', 'availability'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'to' },
    });
  });
});
