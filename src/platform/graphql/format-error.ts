import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AppError, ErrorCode, internalMessage } from '../errors.js';
import { misfitOf } from './misfit.js';

/** Codes of the persisted-query protocol, which clients act upon. */
const protocolCodes = new Set(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED']);

/** Apollo's names for a request that cannot be run as it stands. */
const badInputCodes = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

/** graphql-js repeats what it refuses, however long that is. */
const mostCharacters = 500;

// A variable with a default may still be null; graphql-js refuses that when the field is executed, without a code.
const nullArgument = /^Argument ".+" of (?:non-null|required) type ".+" must not be null\.$/;

/** Whether an error says something a client may know: it refused the request, nothing broke. */
export function isRefusal(error: unknown): boolean {
  const original = unwrapResolverError(error);
  if (original instanceof AppError) return true;
  if (original instanceof GraphQLError && nullArgument.test(original.message)) return true;
  const code = (error as GraphQLFormattedError).extensions?.['code'] as string;
  return protocolCodes.has(code) || badInputCodes.has(code);
}

/**
 * The one translation of errors for GraphQL: every code is out of `ErrorCode` (or of the persisted-query protocol),
 * and what was not meant for a client is replaced by one fixed sentence with the id of the request.
 * @param hideSuggestions leaves out the better names that graphql-js knows
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  hideSuggestions = false,
): GraphQLFormattedError {
  const { locations, path } = formatted;
  const said = hideSuggestions ? withoutSuggestions(formatted.message) : formatted.message;
  const original = misfitOf(said) ?? unwrapResolverError(error);
  if (original instanceof AppError) {
    return {
      message: shortened(original.message),
      locations,
      path,
      extensions: { ...original.details, code: original.code },
    };
  }
  if (isRefusal(formatted) || isRefusal(error)) {
    const code = formatted.extensions?.['code'] as string;
    const extensions = { code: protocolCodes.has(code) ? code : ErrorCode.BAD_USER_INPUT };
    return { message: shortened(said), locations, path, extensions };
  }
  const requestId = formatted.extensions?.['requestId'];
  return { message: internalMessage, locations, path, extensions: { code: ErrorCode.INTERNAL, requestId } };
}

function shortened(message: string): string {
  return message.length > mostCharacters ? `${message.slice(0, mostCharacters)}…` : message;
}

/** Apollo leaves them out of what validation says, but not of what is said about variables. */
function withoutSuggestions(message: string): string {
  return message.replace(/ Did you mean [^?]*\?/g, '');
}
