import DataLoader from 'dataloader';
import type { BatchField } from './batch-field.js';
import type { RequestContext } from './request-context.js';

/** The loaders of one request: what it fetched dies with it, so one caller's rights never reach another. */
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
      loader = new DataLoader(async (parents) => [...(await field.load(parents, args, context))]);
      this.loaders.set(key, loader);
    }
    return loader.load(parent);
  }
}
