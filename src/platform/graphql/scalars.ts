import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { normaliseEmail } from '../email.js';
import { isLocalDate } from '../local-date.js';

const textOf = (node: ValueNode) => (node.kind === Kind.STRING ? node.value : undefined);

function parseLocalDate(value: unknown): string {
  if (typeof value === 'string' && isLocalDate(value)) return value;
  throw new GraphQLError('must be a date that exists, as YYYY-MM-DD');
}

/** A date at the venue; a string from the client to the database. */
export const LocalDateScalar = new GraphQLScalarType<string, string>({
  name: 'LocalDate',
  description: 'A calendar date at the venue (Asia/Seoul), `YYYY-MM-DD`, as in `2026-12-24`.',
  parseValue: parseLocalDate,
  parseLiteral: (node) => parseLocalDate(textOf(node)),
  serialize: (value) => value as string,
});

// RFC 3339, section 5.6: the offset is required, so that no clock but the sender's has to be guessed.
const dateTime = /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

function parseDateTime(value: unknown): number {
  const date = typeof value === 'string' ? dateTime.exec(value)?.[1] : undefined;
  // `Date.parse` would read the 30th of February as the 2nd of March.
  const at = date !== undefined && isLocalDate(date) ? Date.parse(value as string) : NaN;
  if (Number.isNaN(at)) throw new GraphQLError('must be an instant with an offset, as 2026-12-24T09:30:00Z');
  return at;
}

/** An instant; milliseconds since the epoch inside, RFC 3339 in UTC outside. */
export const DateTimeScalar = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  description: 'An instant, RFC 3339 in UTC with milliseconds, as in `2026-12-24T09:30:00.000Z`.',
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(textOf(node)),
  serialize: (value) => new Date(value as number).toISOString(),
});

function parseEmail(value: unknown): string {
  const email = typeof value === 'string' ? normaliseEmail(value) : null;
  if (email === null) throw new GraphQLError('must be an email address');
  return email;
}

/** An email address, in its one form from here on. */
export const EmailAddressScalar = new GraphQLScalarType<string, string>({
  name: 'EmailAddress',
  description: 'An email address of at most 254 characters; upper and lower case are the same.',
  parseValue: parseEmail,
  parseLiteral: (node) => parseEmail(textOf(node)),
  serialize: (value) => value as string,
});
