import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { ErrorLog } from './error-log.js';
import type { RequestContext } from './request-context.js';

/** Notes the errors of every operation that comes over HTTP. */
@Plugin()
export class ErrorLogPlugin implements ApolloServerPlugin<RequestContext> {
  constructor(private readonly log: ErrorLog) {}

  async requestDidStart(): Promise<GraphQLRequestListener<RequestContext>> {
    return {
      didEncounterErrors: async ({ errors, contextValue: { requestId }, operationName }) => {
        for (const error of errors) this.log.note(error, requestId, operationName ?? undefined);
      },
    };
  }
}
