import { unwrapResolverError } from '@apollo/server/errors';
import { Injectable } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { AppError, httpStatusOf } from '../errors.js';
import { Log } from '../ops/log.js';
import { isRefusal } from './format-error.js';

/** Writes what broke into the log, whole, under the request id that the client is told. */
@Injectable()
export class ErrorLog {
  constructor(private readonly log: Log) {}

  /** Notes an error before it is translated, and gives it the request id to tell. */
  note(error: GraphQLError | AppError, requestId: string, operation: string | undefined): void {
    const original = unwrapResolverError(error);
    if (original instanceof AppError) {
      if (httpStatusOf[original.code] < 500) return;
      this.log.warn({ requestId, operation, err: original }, 'operation refused');
    } else if (error instanceof GraphQLError && !isRefusal(error)) {
      error.extensions['requestId'] = requestId;
      this.log.error({ requestId, operation, err: error }, 'operation failed');
    }
  }
}
