/** Every way this server refuses, the same in GraphQL and REST. The schema publishes these names. */
export enum ErrorCode {
  UNAUTHENTICATED = 'UNAUTHENTICATED',
  FORBIDDEN = 'FORBIDDEN',
  NOT_FOUND = 'NOT_FOUND',
  BAD_USER_INPUT = 'BAD_USER_INPUT',
  CONFLICT = 'CONFLICT',
  RATE_LIMITED = 'RATE_LIMITED',
  PAYLOAD_TOO_LARGE = 'PAYLOAD_TOO_LARGE',
  UNSUPPORTED_MEDIA_TYPE = 'UNSUPPORTED_MEDIA_TYPE',
  NOT_CONFIGURED = 'NOT_CONFIGURED',
  UPSTREAM_UNAVAILABLE = 'UPSTREAM_UNAVAILABLE',
  UNAVAILABLE = 'UNAVAILABLE',
  INTERNAL = 'INTERNAL',
}

/** The HTTP status a REST answer carries for each code. */
export const httpStatusOf: Readonly<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  NOT_CONFIGURED: 501,
  UPSTREAM_UNAVAILABLE: 502,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** What a client reads when something broke that it could not have caused. */
export const internalMessage = 'Something went wrong on our side. Please quote the request id.';

/** A refusal: thrown once by a service, translated once for GraphQL and once for REST. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AppError';
  }
}

/** Bad input; the message begins with the path of the argument at fault, as in `filter.date: …`. */
export class BadInput extends AppError {
  constructor(argument: string, why: string) {
    super(ErrorCode.BAD_USER_INPUT, `${argument}: ${why}`, { argument });
  }
}

/** Something that does not exist, or that is not the caller's: the two are told apart by nobody. */
export class NotFound extends AppError {
  constructor(what: string) {
    super(ErrorCode.NOT_FOUND, `There is no such ${what}.`);
  }
}

/** So many want the same at once that it was given up; nothing has changed. */
export class TooMany extends AppError {
  constructor(options?: ErrorOptions) {
    super(ErrorCode.UNAVAILABLE, 'Too many want this at once; try again.', {}, options);
  }
}
