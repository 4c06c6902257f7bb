import { documentLimits, maxTokens, mostFaults } from '../platform/graphql/document-limits.js';
import { mostPerPage } from '../platform/graphql/connection.js';
import { mostSubscriptions } from '../platform/graphql/subscription-connection.js';

const number = (value: number) => value.toLocaleString('en');

/** What one request may ask for; more is `BAD_USER_INPUT` before anything is done. */
export const limits: readonly (readonly [what: string, atMost: string, how: string])[] = [
  ['body of a request', '1 MiB', 'uploads have limits of their own'],
  ['document', number(documentLimits.characters), `characters, and ${number(maxTokens)} tokens`],
  ['operations', number(documentLimits.operations), 'in a document; one is run, and there are no batches'],
  ['mutations', number(documentLimits.mutations), 'in an operation'],
  ['depth', number(documentLimits.depth), 'fields below one another'],
  [
    'fields',
    number(documentLimits.fields),
    '`__typename` among them, at every place where a fragment is spread',
  ],
  ['aliases', number(documentLimits.aliases), `of ${documentLimits.aliasLength} characters each`],
  ['directives', number(documentLimits.directives), ''],
  ['rows of a page', number(mostPerPage), 'unless `first` says less'],
  [
    'values in an answer',
    number(documentLimits.values),
    'every field once for each row: `first`, `count` or the days of `from` and `to`, otherwise 10',
  ],
  ['faults told', number(mostFaults), 'of a document that is not valid'],
  ['subscriptions', number(mostSubscriptions), 'on a WebSocket; more is `RATE_LIMITED`'],
];
