import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs';
import { createClient } from 'graphql-ws';
import { OperationTypeNode } from 'graphql';
import { type Session, sessionLink } from './session.js';

/** Every list, with the arguments that make it another list. */
const cache = () =>
  new InMemoryCache({
    possibleTypes: {
      PlaceOrderResult: ['Order', 'SlotTaken'],
      CompleteOrderResult: ['Order', 'SlotTaken', 'InsufficientPoints'],
    },
    typePolicies: {
      Query: {
        fields: {
          spaces: relayStylePagination(['filter', 'sort']),
          tracks: relayStylePagination(['search']),
          searchPlaylists: relayStylePagination(['query']),
          featuredPlaylists: relayStylePagination(),
        },
      },
      User: {
        fields: {
          orders: relayStylePagination(['status']),
          receivedOrders: relayStylePagination(['status']),
          likedSpaces: relayStylePagination(),
          recordings: relayStylePagination(),
          playlists: relayStylePagination(),
          pointEntries: relayStylePagination(),
          spaces: relayStylePagination(),
        },
      },
      Space: { fields: { reviews: relayStylePagination() } },
      Playlist: { fields: { tracks: relayStylePagination() } },
    },
  });

/** Queries, mutations and files over HTTP, subscriptions over a WebSocket that comes back by itself. */
export function createApolloClient(server: string, session: Session): ApolloClient {
  const http = new UploadHttpLink({
    uri: `${server}/graphql`,
    headers: { 'apollo-require-preflight': 'true' },
  });
  const live = new GraphQLWsLink(
    createClient({
      url: `${server.replace('http', 'ws')}/graphql`,
      retryAttempts: Infinity,
      shouldRetry: () => true,
    }),
  );
  const link = ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    live,
    sessionLink(session).concat(http),
  );
  return new ApolloClient({ cache: cache(), link });
}
