import { Injectable } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isObjectType,
} from 'graphql';
import { Config } from '../config.js';
import { readingAs } from '../database/reads.js';
import { type BatchField, type BatchFunction, batchFieldKey } from './batch-field.js';
import { preload } from './preload.js';
import type { RequestContext } from './request-context.js';
import { attachmentKey, Selections } from './selection.js';

type Field = GraphQLField<unknown, RequestContext>;

/** The type a `@Resolver(() => Parent)` class adds fields to, as Nest records it. */
const resolverTypeKey = 'graphql:resolver_type';

/**
 * The one mechanism by which things hang on a type. Features declare batch fields; every root operation looks at
 * its selection, runs those it asks for and attaches their values; anywhere else the same function serves as a
 * DataLoader of the request.
 */
@Injectable()
export class BatchFields {
  /** What operations select below their roots. */
  readonly selections = new Selections((type, name) => this.fields.get(`${type}.${name}`));
  private readonly fields = new Map<string, BatchField>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
    private readonly config: Config,
  ) {}

  /** Lets every operation preload what is selected below it, and takes away what would only read a property. */
  install(schema: GraphQLSchema): GraphQLSchema {
    this.collect(schema);
    const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        const batch = this.fields.get(`${type.name}.${field.name}`);
        if (roots.has(type)) this.resolveRoot(field);
        else if (batch) resolveBatch(batch, field);
        else if (readsProperty(field)) field.resolve = undefined;
      }
    }
    return schema;
  }

  private collect(schema: GraphQLSchema): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const type = metatype && (Reflect.getMetadata(resolverTypeKey, metatype) as string | undefined);
      if (!type) continue;
      for (const [name, method] of methodsOf(metatype)) {
        if (!this.reflector.get(batchFieldKey, method)) continue;
        if (!schema.getType(type)) throw new Error(`${metatype.name}.${name} is a batch field of no type`);
        this.fields.set(`${type}.${name}`, { type, name, load: method.bind(instance) as BatchFunction });
      }
    }
  }

  /** Lets a field at the root preload what is selected below it, and run once, whoever completes its value. */
  private resolveRoot(field: Field): void {
    // The event of a subscription is often what its field returns, and needs no resolver.
    const resolve = field.resolve ?? defaultFieldResolver;
    const resolveAll: typeof resolve = isCompositeType(getNamedType(field.type))
      ? async (source, args, context, info) => {
          const value: unknown = await resolve(source, args, context, info);
          // The schema that is served may be a copy of the one that this was installed in, with types of its own.
          const below = getNamedType(info.returnType) as GraphQLCompositeType;
          await preload(value, this.selections.below(info, below, info.fieldNodes), info, context);
          return value;
        }
      : resolve;
    // Following what belongs to an operation has its price, on Node 20 above all.
    const reading: typeof resolve =
      this.config.databaseReadUrls.length === 0
        ? resolveAll
        : (source, args, context, info) =>
            readingAs(context.reads, () => resolveAll(source, args, context, info));
    field.resolve = (source, args, context, info) => {
      const outcome = context.outcomes?.get(String(info.path.key));
      if (!outcome) return reading(source, args, context, info);
      if ('thrown' in outcome) throw outcome.thrown;
      return outcome.value;
    };
  }
}

/**
 * Whether a field has the resolver that Nest gives all that have none of their own: it reads the property of that name, as
 * execution does by itself, and far cheaper without a resolver to call.
 */
function readsProperty({ resolve }: Field): boolean {
  return resolve?.name === 'rootFieldResolver';
}

/** What was preloaded is there already; anything else goes through the loaders of the request. */
function resolveBatch(batch: BatchField, field: Field): void {
  field.resolve = (parent, args, context) => {
    const attached = (parent as Record<string, unknown>)[attachmentKey(batch.name, args)];
    return attached !== undefined ? attached : context.loaders.load(batch, parent as object, args, context);
  };
}

function methodsOf(metatype: { prototype?: object }): [string, Function][] {
  return Object.entries(Object.getOwnPropertyDescriptors(metatype.prototype ?? {})).flatMap(
    ([name, { value }]) => (typeof value === 'function' ? [[name, value as Function]] : []),
  );
}
