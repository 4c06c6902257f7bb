import { type DocumentNode, Kind, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import type { Weight } from './document-weight.js';

/** Tokens of a document. Acts in the lexer: the parser itself overflows its stack on what a depth rule would refuse later. */
export const maxTokens = 1000;

/** Faults of a refused request that its answer tells. */
export const mostFaults = 5;

/** What one request may ask for. The README tells them. */
export const documentLimits = {
  characters: 20_000,
  operations: 10,
  mutations: 1,
  depth: 12,
  fields: 300,
  aliases: 15,
  aliasLength: 100,
  directives: 20,
  values: 50_000,
} as const;

/** Why a valid operation asks for too much, in a sentence; null when it does not. Nothing has been executed by then. */
export function excessOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  weight: Weight,
): string | null {
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const counted: readonly [count: number, most: number, what: string][] = [
    [document.loc?.end ?? 0, documentLimits.characters, 'characters'],
    [
      document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length,
      documentLimits.operations,
      'operations',
    ],
    [isMutation ? weight.width : 0, documentLimits.mutations, 'mutation, sent by itself'],
    [weight.depth, documentLimits.depth, 'levels of fields'],
    [weight.fields, documentLimits.fields, 'fields'],
    [weight.aliases, documentLimits.aliases, 'aliases'],
    [weight.longestAlias, documentLimits.aliasLength, 'characters in an alias'],
    [weight.directives, documentLimits.directives, 'directives'],
    [weight.values, documentLimits.values, 'values in its answer'],
  ];
  const excess = counted.find(([count, most]) => count > most);
  return excess ? `The request asks for too much: it may have at most ${excess[1]} ${excess[2]}.` : null;
}
