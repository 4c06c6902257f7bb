import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { Plugin } from '@nestjs/apollo';
import { AppError, httpStatusOf } from '../errors.js';
import { Log } from '../ops/log.js';
import { isRefusal } from './format-error.js';
import type { RequestContext } from './request-context.js';

/** Writes what broke into the log, whole, under the request id that the client is told. */
@Plugin()
export class ErrorLogPlugin implements ApolloServerPlugin<RequestContext> {
  constructor(private readonly log: Log) {}

  async requestDidStart(): Promise<GraphQLRequestListener<RequestContext>> {
    return {
      didEncounterErrors: async ({ errors, contextValue: { requestId }, operationName }) => {
        const operation = operationName ?? undefined;
        for (const error of errors) {
          const original = unwrapResolverError(error);
          if (!isRefusal(error)) {
            error.extensions['requestId'] = requestId;
            this.log.error({ requestId, operation, err: error }, 'operation failed');
          } else if (original instanceof AppError && httpStatusOf[original.code] >= 500) {
            this.log.warn({ requestId, operation, err: original }, 'operation refused');
          }
        }
      },
    };
  }
}
