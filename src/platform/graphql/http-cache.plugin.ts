import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { getVariableValues } from 'graphql';
import { lifetimeOf } from './answer-lifetime.js';
import type { RequestContext } from './request-context.js';

/** Lets anybody keep what a GET without Authorization is answered, where all that is selected is for everybody. */
@Plugin()
export class HttpCachePlugin implements ApolloServerPlugin<RequestContext> {
  async requestDidStart({
    request: { http },
    contextValue,
  }: Started): Promise<GraphQLRequestListener<RequestContext> | void> {
    if (http?.method !== 'GET' || contextValue.authorization.length > 0) return;
    return {
      willSendResponse: async ({ schema, document, operation, request, response }) => {
        const { body, http: head } = response;
        if (!document || !operation || body.kind !== 'single') return;
        if (body.singleResult.errors || !body.singleResult.data) return;
        const { coerced } = getVariableValues(
          schema,
          operation.variableDefinitions ?? [],
          request.variables ?? {},
        );
        const lifetime = coerced && lifetimeOf(schema, document, operation, coerced);
        if (!lifetime) return;
        const { fresh, stale } = lifetime;
        head.headers.set('cache-control', `public, max-age=${fresh}, stale-while-revalidate=${stale}`);
      },
    };
  }
}

type Started = Parameters<NonNullable<ApolloServerPlugin<RequestContext>['requestDidStart']>>[0];
