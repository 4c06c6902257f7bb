import type { Loaders } from './loaders.js';

/** What one request carries through GraphQL. */
export interface RequestContext {
  readonly requestId: string;
  readonly loaders: Loaders;
}
