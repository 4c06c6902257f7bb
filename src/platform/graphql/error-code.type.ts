import { registerEnumType } from '@nestjs/graphql';
import { ErrorCode } from '../errors.js';
import { documentLimits as limits } from './document-limits.js';

const limitsTold = [
  `${limits.depth} levels`,
  `${limits.fields} fields`,
  `${limits.aliases} aliases`,
  `${limits.mutations} mutation`,
  `${limits.values} values in the answer`,
].join(', ');

registerEnumType(ErrorCode, {
  name: 'ErrorCode',
  description: 'Every value of `extensions.code` in an error, and of `error.code` in a REST answer.',
  valuesMap: {
    UNAUTHENTICATED: { description: 'Sign in first, or again.' },
    FORBIDDEN: { description: 'Not for this account.' },
    NOT_FOUND: { description: 'It does not exist, or is not yours: the two are not told apart.' },
    BAD_USER_INPUT: {
      description: `The request cannot be served as it stands; the message names the argument, or the limit that is exceeded: ${limitsTold}.`,
    },
    CONFLICT: {
      description: 'Something else has happened meanwhile, or the key was used for another request.',
    },
    RATE_LIMITED: { description: 'Too often; `retryAfter` says in how many seconds to try again.' },
    PAYLOAD_TOO_LARGE: { description: 'A file or request above its limit.' },
    UNSUPPORTED_MEDIA_TYPE: { description: 'A file or request of a type that is not taken.' },
    NOT_CONFIGURED: { description: 'The operator has not set this feature up.' },
    UPSTREAM_UNAVAILABLE: { description: 'A service this one depends on does not answer; try again later.' },
    UNAVAILABLE: { description: 'Not now; the same request may be sent again.' },
    INTERNAL: { description: 'A fault of the server; quote `requestId`.' },
  },
});

/** The enum, for a schema in which no field returns it. */
export const ErrorCodeType = ErrorCode;
