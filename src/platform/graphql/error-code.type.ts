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
  description:
    'Every value of `extensions.code` in an error, and of `error.code` in a REST answer. Nothing has been changed by a request that is refused, unless its code says otherwise.',
  valuesMap: {
    UNAUTHENTICATED: {
      description:
        'Nobody is signed in, or what was sent to sign in does not: a wrong password, a token that has run out. With an access token: spend the refresh token by `refreshSession` and send the request again; without one, or when that fails too: let the person sign in.',
    },
    FORBIDDEN: {
      description:
        'Who is signed in may not do this, such as one who is no admin. Sending it again does not help: do not offer it.',
    },
    NOT_FOUND: {
      description:
        'What an id names does not exist any more, never did, or is not yours to see: the three are not told apart. Take it off the screen.',
    },
    BAD_USER_INPUT: {
      description: `The request cannot be served as it stands. The message begins with the argument, which \`argument\` names too, or tells the limit that is exceeded: ${limitsTold}. Show it at that field; sending the same again does not help.`,
    },
    CONFLICT: {
      description:
        'Something stands against it: it is done already, somebody was faster, or the idempotency key was used for another request. Read anew, then decide.',
    },
    RATE_LIMITED: {
      description:
        'Too often. Wait `retryAfter` seconds, which REST tells by `Retry-After` too, then send the same request again.',
    },
    PAYLOAD_TOO_LARGE: {
      description:
        'A file or request above its limit, or a recording for which its owner has no room `left`, in bytes. Send less, or delete something first.',
    },
    UNSUPPORTED_MEDIA_TYPE: {
      description:
        'A file, told by its content, or a request of a type that is not taken here. Send another.',
    },
    NOT_CONFIGURED: {
      description: 'The operator of this server has not set this feature up: do not offer it.',
    },
    UPSTREAM_UNAVAILABLE: {
      description:
        'Spotify or Kakao does not answer, within 3 seconds. Go on without, and try again later: after `retryAfter` seconds where it is told.',
    },
    UNAVAILABLE: {
      description:
        'Not now: the database or the storage is away, or too much is asked at once. It was done wholly or not at all; send the same request again, an order with the same idempotency key.',
    },
    INTERNAL: {
      description:
        'A fault of the server, which has written it down under `requestId`: quote it. Try again once, and no more.',
    },
  },
});

/** The enum, for a schema in which no field returns it. */
export const ErrorCodeType = ErrorCode;
