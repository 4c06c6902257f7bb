import { Injectable } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import type { GraphQLSchema } from 'graphql';
import { type Access, accessKey } from '../access.js';
import type { ErrorCode } from '../errors.js';
import { type Refusals, refusalsKey } from './refuses.js';

/** What Nest records on the method of an operation. */
const operationTypeKey = 'graphql:resolver_type';
const operationNameKey = 'graphql:resolver_name';

const rootDescriptions = {
  Query: 'Reading. What may be null is null where it is refused, and the rest of the answer stands.',
  Mutation: 'Writing: one to a request.',
  Subscription: 'Events, over WebSockets by graphql-ws on the same address.',
} as const;

/** Who may call an operation, and when it refuses; both stand in `extensions` of its field. */
export interface OperationFacts {
  /** Its description without the refusals. */
  readonly summary: string;
  readonly access: Access;
  /** Those of its access included, those of every operation not. */
  readonly refusals: Refusals;
}

type Declared = Omit<OperationFacts, 'summary'>;

const refusalsOfAccess: Readonly<Record<Access, Refusals>> = {
  SIGNED_IN: { UNAUTHENTICATED: 'nobody is signed in, or the access token has run out' },
  PUBLIC: { UNAUTHENTICATED: 'an access token is sent that has run out, or is none' },
  ANONYMOUS: {},
};

/** Writes into the schema who may call each operation and when it refuses, out of what its resolver declares. */
@Injectable()
export class Operations {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Error for an operation that does not say when it refuses */
  describe(schema: GraphQLSchema): GraphQLSchema {
    const facts = this.collect();
    for (const [name, description] of Object.entries(rootDescriptions)) {
      const type = schema.getRootType(name.toLowerCase() as Parameters<GraphQLSchema['getRootType']>[0]);
      if (!type) continue;
      type.description = description;
      for (const field of Object.values(type.getFields())) {
        const found = facts.get(`${name}.${field.name}`);
        if (!found) throw new Error(`${name}.${field.name} does not declare when it refuses`);
        const summary = field.description ?? '';
        field.extensions = { ...field.extensions, ...found, summary };
        field.description = [summary, ...linesOf(found)].join('\n');
      }
    }
    return schema;
  }

  private collect(): Map<string, Declared> {
    const facts = new Map<string, Declared>();
    for (const { metatype } of this.discovery.getProviders()) {
      const prototype = metatype?.prototype as object | undefined;
      const members = Object.entries(Object.getOwnPropertyDescriptors(prototype ?? {}));
      for (const [key, { value: method }] of members) {
        if (typeof method !== 'function') continue;
        const declared = this.reflector.get<Refusals | undefined>(refusalsKey, method);
        if (!declared) continue;
        const type = Reflect.getMetadata(operationTypeKey, method) as string;
        const name = (Reflect.getMetadata(operationNameKey, method) as string | undefined) ?? key;
        const access = this.reflector.get<Access | undefined>(accessKey, method) ?? 'SIGNED_IN';
        facts.set(`${type}.${name}`, { access, refusals: { ...refusalsOfAccess[access], ...declared } });
      }
    }
    return facts;
  }
}

/** The refusals as a list that explorers show; a stale token is told of once, at the code. */
function linesOf({ access, refusals }: Declared): string[] {
  const told = (Object.entries(refusals) as [ErrorCode, string][]).filter(
    ([, when]) => access !== 'PUBLIC' || when !== refusalsOfAccess.PUBLIC.UNAUTHENTICATED,
  );
  if (told.length === 0) return [];
  return ['', 'Refuses with', ...told.map(([code, when]) => `- \`${code}\` when ${when}.`)];
}
