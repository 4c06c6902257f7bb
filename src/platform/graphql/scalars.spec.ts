import { GraphQLError, type GraphQLScalarType, parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DateTimeScalar, LocalDateScalar } from './scalars.js';

/** What a scalar makes of a value, once as the value of a variable and once written in the query. */
function readings(scalar: GraphQLScalarType, value: unknown): unknown[] {
  return [scalar.parseValue(value), scalar.parseLiteral(parseValue(JSON.stringify(value)))];
}

/** Both ways of refusing, as messages. */
function refusals(scalar: GraphQLScalarType, value: unknown): unknown[] {
  return [() => scalar.parseValue(value), () => scalar.parseLiteral(parseValue(JSON.stringify(value)))].map(
    (read) => {
      try {
        return read();
      } catch (error) {
        return error instanceof GraphQLError ? error.message : error;
      }
    },
  );
}

const noStrings = [20_261_224, 1.5, true, null, ['2026-12-24']];

describe('LocalDate', () => {
  it.each(['2026-12-24', '2028-02-29', '0001-01-01', '9999-12-31'])(
    'reads and writes %s as it is',
    (date) => {
      expect(readings(LocalDateScalar, date)).toEqual([date, date]);
      expect(LocalDateScalar.serialize(date)).toBe(date);
    },
  );

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-12-24T00:00:00Z',
    '2026-12-24 ',
    '2026-12-24\n',
    '26-12-24',
    '',
    ...noStrings,
  ])('refuses %j', (value) => {
    const message = 'must be a date that exists, as YYYY-MM-DD';
    expect(refusals(LocalDateScalar, value)).toEqual([message, message]);
  });
});

describe('DateTime', () => {
  it.each([
    ['2026-12-24T09:30:00Z', '2026-12-24T09:30:00.000Z'],
    ['2026-12-24T09:30:00.125Z', '2026-12-24T09:30:00.125Z'],
    ['2026-12-24T09:30:00.123999Z', '2026-12-24T09:30:00.123Z'],
    ['2026-12-24t09:30:00z', '2026-12-24T09:30:00.000Z'],
    ['2026-12-24T00:00:00+09:00', '2026-12-23T15:00:00.000Z'],
    ['2026-12-24T23:59:59-00:00', '2026-12-24T23:59:59.000Z'],
    ['2028-02-29T12:00:00-05:30', '2028-02-29T17:30:00.000Z'],
  ])('reads %s as the instant %s', (value, instant) => {
    expect(readings(DateTimeScalar, value)).toEqual([Date.parse(instant), Date.parse(instant)]);
  });

  it.each([
    ['no offset', '2026-12-24T09:30:00'],
    ['a date alone', '2026-12-24'],
    ['a day that does not exist', '2026-02-30T09:30:00Z'],
    ['a month that does not exist', '2026-13-01T09:30:00Z'],
    ['hour 24', '2026-12-24T24:00:00Z'],
    ['minute 60', '2026-12-24T09:60:00Z'],
    ['second 60', '2026-12-24T09:30:60Z'],
    ['offset of a day', '2026-12-24T09:30:00+24:00'],
    ['no seconds', '2026-12-24T09:30Z'],
    ['a space for the T', '2026-12-24 09:30:00Z'],
    ['text behind', '2026-12-24T09:30:00Z\n'],
    ['another calendar form', 'Thu, 24 Dec 2026 09:30:00 GMT'],
    ['milliseconds', '1798104600000'],
    ['nothing', ''],
    ...noStrings.map((value) => ['no string', value]),
  ])('refuses %s: %j', (_, value) => {
    const message = 'must be an instant with an offset, as 2026-12-24T09:30:00Z';
    expect(refusals(DateTimeScalar, value)).toEqual([message, message]);
  });

  it('writes UTC with milliseconds', () => {
    expect(DateTimeScalar.serialize(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(DateTimeScalar.serialize(Date.parse('2026-12-24T09:30:00.5+09:00'))).toBe(
      '2026-12-24T00:30:00.500Z',
    );
  });

  it('comes back as it went in', () => {
    for (const at of [-1, 0, 1, 1_798_104_600_123, Date.parse('9999-12-31T23:59:59.999Z')]) {
      expect(DateTimeScalar.parseValue(DateTimeScalar.serialize(at))).toBe(at);
    }
  });
});
