import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { OperationWatch, type WatchedOperation } from './operation-watch.js';

/** Watches the operations that come over HTTP. */
@Plugin()
export class OperationWatchPlugin implements ApolloServerPlugin {
  constructor(private readonly watch: OperationWatch) {}

  async requestDidStart(): Promise<GraphQLRequestListener<object>> {
    let watched: WatchedOperation | undefined;
    return {
      didResolveOperation: async ({ document, operation }) => {
        if (operation) watched = this.watch.begin(document, operation);
      },
      willSendResponse: async ({ response: { body } }) => {
        const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
        const codes = errors.map(({ extensions }) => extensions?.['code']);
        if (watched) watched.end(codes);
        else this.watch.count(codes);
      },
    };
  }
}
