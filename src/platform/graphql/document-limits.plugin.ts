import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { GraphQLError } from 'graphql';
import { ErrorCode } from '../errors.js';
import { excessOf, mostFaults } from './document-limits.js';

/** Refuses what asks for too much over HTTP, before any of it is executed, and tells a few faults of what is refused. */
@Plugin()
export class DocumentLimitsPlugin implements ApolloServerPlugin {
  async requestDidStart(): Promise<GraphQLRequestListener<object>> {
    return {
      didResolveOperation: async ({ schema, document, operation, request }) => {
        // An operation that is not there is refused by the execution.
        const excess = operation && excessOf(schema, document, operation, request.variables ?? {});
        if (!excess) return;
        const extensions = { code: ErrorCode.BAD_USER_INPUT, http: { status: 400 } };
        throw new GraphQLError(excess, { extensions });
      },
      willSendResponse: async ({ response: { body } }) => {
        if (body.kind !== 'single' || body.singleResult.data) return;
        body.singleResult.errors = body.singleResult.errors?.slice(0, mostFaults);
      },
    };
  }
}
