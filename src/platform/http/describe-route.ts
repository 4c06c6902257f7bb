import { SetMetadata } from '@nestjs/common';

export const routeFactsKey = Symbol('route facts');

/** What a client must know of a route; texts may hold `code` in backticks. */
export interface RouteFacts {
  readonly summary: string;
  /** Headers, parameters and bodies that it reads, by name. */
  readonly takes?: Readonly<Record<string, string>>;
  /** What it answers, by status. */
  readonly answers: Readonly<Record<number, string>>;
}

/** Declares what a client must know of a route, for `/docs`; pages for people need none. */
export const DescribeRoute = (facts: RouteFacts) => SetMetadata(routeFactsKey, facts);
