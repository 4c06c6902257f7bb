import type { ApolloServerPlugin } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { Log } from '../ops/log.js';
import { isRefusal } from './format-error.js';
import type { RequestContext } from './request-context.js';

/** Writes what broke into the log, whole, under the request id that the client is told. */
@Plugin()
export class ErrorLogPlugin implements ApolloServerPlugin<RequestContext> {
  constructor(private readonly log: Log) {}

  async requestDidStart() {
    return {
      didEncounterErrors: async ({
        errors,
        contextValue,
        operationName,
      }: {
        errors: readonly { extensions: Record<string, unknown> }[];
        contextValue: RequestContext;
        operationName?: string | null;
      }) => {
        for (const error of errors) {
          if (isRefusal(error)) continue;
          const { requestId } = contextValue;
          error.extensions['requestId'] = requestId;
          this.log.error(
            { requestId, operation: operationName ?? undefined, err: error },
            'operation failed',
          );
        }
      },
    };
  }
}
