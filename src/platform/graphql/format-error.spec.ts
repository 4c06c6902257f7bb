import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError, locatedError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { AppError, BadInput, ErrorCode, internalMessage, NotFound } from '../errors.js';
import { formatError, isRefusal } from './format-error.js';

/** An error as a resolver throws it and Apollo hands it over: with the path of its field, and written out. */
function thrown(original: Error, extensions: Record<string, unknown> = {}) {
  const error = locatedError(original, undefined, ['space', 'title']);
  const code = (original as { extensions?: { code?: string } }).extensions?.code ?? 'INTERNAL_SERVER_ERROR';
  const formatted = { ...error.toJSON(), extensions: { code, ...extensions } } as GraphQLFormattedError;
  return { error, formatted };
}

/** An error of the request itself, which no resolver has seen. */
function ofRequest(code: string, message = 'as Apollo says it') {
  const error = new GraphQLError(message, { extensions: { code, stacktrace: ['at secret.ts:1'] } });
  return { error, formatted: error.toJSON() };
}

describe('formatError', () => {
  it('says of a refusal its code, message and details', () => {
    const refusal = new AppError(ErrorCode.RATE_LIMITED, 'Too often.', { retryAfter: 30 });
    const { formatted, error } = thrown(refusal, { stacktrace: ['at secret.ts:1'] });
    expect(formatError(formatted, error)).toEqual({
      message: 'Too often.',
      locations: undefined,
      path: ['space', 'title'],
      extensions: { retryAfter: 30, code: 'RATE_LIMITED' },
    });
  });

  it.each([
    [
      new BadInput('filter.date', 'must be from 2026-11-21'),
      'filter.date: must be from 2026-11-21',
      { argument: 'filter.date', code: 'BAD_USER_INPUT' },
    ],
    [new NotFound('space'), 'There is no such space.', { code: 'NOT_FOUND' }],
  ])('says %s in the same way', (refusal, message, extensions) => {
    const { formatted, error } = thrown(refusal);
    expect(formatError(formatted, error)).toMatchObject({ message, extensions });
  });

  it('lets no detail stand in for the code', () => {
    const refusal = new AppError(ErrorCode.CONFLICT, 'Meanwhile.', { code: 'INTERNAL' });
    const { formatted, error } = thrown(refusal);
    expect(formatError(formatted, error).extensions).toEqual({ code: 'CONFLICT' });
  });

  it('says nothing of the cause of a refusal', () => {
    const cause = new Error('ER_DUP_ENTRY for key secret');
    const refusal = new AppError(ErrorCode.CONFLICT, 'Taken.', {}, { cause });
    const { formatted, error } = thrown(refusal);
    expect(JSON.stringify(formatError(formatted, error))).not.toContain('secret');
  });

  it.each([
    ['something that broke', new Error('connect ECONNREFUSED 10.0.0.7 secret')],
    [
      'an error of the database',
      Object.assign(new Error('no such column: secret'), { code: 'SQLITE_ERROR' }),
    ],
    ['an error with a code of its own', new GraphQLError('secret', { extensions: { code: 'SECRET' } })],
    ['an error without a code', new GraphQLError('secret')],
  ])('replaces %s by one sentence with the id of the request', (_, original) => {
    const { formatted, error } = thrown(original, { requestId: 'req-7', stacktrace: ['at secret.ts:1'] });
    expect(formatError(formatted, error)).toEqual({
      message: internalMessage,
      locations: undefined,
      path: ['space', 'title'],
      extensions: { code: 'INTERNAL', requestId: 'req-7' },
    });
  });

  it.each([
    ApolloServerErrorCode.BAD_REQUEST,
    ApolloServerErrorCode.BAD_USER_INPUT,
    ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
    ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
    ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
  ])('calls %s bad input, in the words of whoever refused it', (code) => {
    const { formatted, error } = ofRequest(code);
    expect(formatError(formatted, error)).toEqual({
      message: 'as Apollo says it',
      locations: undefined,
      path: undefined,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it.each([
    ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND,
    ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED,
  ])('leaves %s as the protocol has it', (code) => {
    const { formatted, error } = ofRequest(code, 'PersistedQueryNotFound');
    expect(formatError(formatted, error)).toMatchObject({
      message: 'PersistedQueryNotFound',
      extensions: { code },
    });
  });
});

describe('isRefusal', () => {
  it.each([
    ['a refusal of ours', thrown(new NotFound('space')).error, true],
    ['a query that cannot be run', ofRequest('GRAPHQL_VALIDATION_FAILED').error, true],
    ['an unknown persisted query', ofRequest('PERSISTED_QUERY_NOT_FOUND').error, true],
    ['what broke', thrown(new Error('secret')).error, false],
    ['what broke within Apollo', ofRequest('INTERNAL_SERVER_ERROR').error, false],
    ['an error of no kind', new Error('secret'), false],
  ])('%s', (_, error, expected) => {
    expect(isRefusal(error)).toBe(expected);
  });
});
