import DataLoader from 'dataloader';
import type { BatchField } from './batch-field.js';
import type { RequestContext } from './request-context.js';

/** The loaders of one operation: what it fetched dies with it, so one caller's rights never reach another. */
export class Loaders {
  private readonly loaders = new Map<string, DataLoader<object, unknown>>();

  /** The value of `field` on `parent`, fetched together with all others asked for in the same turn. */
  load(
    field: BatchField,
    parent: object,
    args: Readonly<Record<string, unknown>>,
    context: RequestContext,
  ): Promise<unknown> {
    const key = `${field.type}.${field.name}(${JSON.stringify(args)})`;
    let loader = this.loaders.get(key);
    if (!loader) {
      loader = new DataLoader(async (parents) => [...(await field.load(parents, args, context))], {
        cacheMap: weakCache(),
      });
      this.loaders.set(key, loader);
    }
    return loader.load(parent);
  }
}

/** A subscription may last for days: what an event has fetched goes with the event's rows. */
function weakCache() {
  return Object.assign(new WeakMap<object, Promise<unknown>>(), { clear: () => undefined });
}
