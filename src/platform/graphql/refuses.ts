import { SetMetadata } from '@nestjs/common';
import { ErrorCode } from '../errors.js';

export const refusalsKey = Symbol('refusals');

/** When an operation refuses, by code: what has to be so, in a clause. */
export type Refusals = Readonly<Partial<Record<ErrorCode, string>>>;

/**
 * Declares when an operation refuses, besides what `everyOperation` and its access say. Every operation has one: the
 * schema and `/docs` print it, and the tests take no refusal that is not in it.
 */
export const Refuses = (refusals: Refusals) => SetMetadata(refusalsKey, refusals);

/** What any operation may refuse with. */
export const everyOperation: Refusals = {
  BAD_USER_INPUT: 'an argument is out of its bounds, or the request asks for too much',
  UNAVAILABLE: 'the database or the storage cannot be reached, or too many large answers are wanted at once',
  INTERNAL: 'something broke',
};
