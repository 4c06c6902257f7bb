import { randomUUID } from 'node:crypto';
import { graphqlPath } from '../platform/graphql/endpoint.js';
import { readyOperations, type ReadyOperation, type Sample } from './ready-operations.js';

/** Part of the options of Altair, as `altair-static` takes them. */
interface Window {
  readonly initialName: string;
  readonly endpointURL: string;
  readonly subscriptionsEndpoint: string;
  readonly initialQuery: string;
  readonly initialVariables: string;
  readonly initialHeaders: Record<string, string>;
  readonly initialSubscriptionRequestHandlerId: 'graphql-ws';
}

const hint = '# {{token}} and {{orderId}} are filled in once for all tabs, under Walk in the corner above.\n';

/** The settings of the explorer: a tab for each ready operation. `origin` is where the page came from: it may ask nobody else. */
export function altairOptions(sample: Sample, origin: string) {
  const endpointURL = `${origin}${graphqlPath}`;
  const windowOf = (operation: ReadyOperation): Window => ({
    initialName: operation.title,
    endpointURL,
    subscriptionsEndpoint: endpointURL.replace(/^http/, 'ws'),
    initialQuery: (operation.signedIn ? hint : '') + operation.document,
    initialVariables: JSON.stringify(operation.variables, null, 2),
    initialHeaders: {
      'apollo-require-preflight': 'yes',
      ...(operation.signedIn && { authorization: 'Bearer {{token}}' }),
    },
    initialSubscriptionRequestHandlerId: 'graphql-ws',
  });
  return {
    baseURL: '/explorer/',
    serveInitialOptionsInSeperateRequest: true,
    // Ids and keys are of this page: what an older one has left would not fit.
    preserveState: false,
    instanceStorageNamespace: `hapju_${randomUUID()}_`,
    disableAccount: true,
    initialSettings: { 'alert.disableUpdateNotification': true, 'banners.disable': true, theme: 'system' },
    initialEnvironments: {
      activeSubEnvironment: 'walk',
      subEnvironments: [{ id: 'walk', title: 'Walk', variables: { token: '', orderId: '' } }],
    },
    initialWindows: readyOperations(sample, '{{orderId}}').map(windowOf),
  };
}
