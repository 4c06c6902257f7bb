import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { BadInput } from '../errors.js';

/** Rows of a page. */
export const mostPerPage = 100;

/** Counting stops here: a larger total tells nobody more and costs the database dear. */
export const countedAtMost = 1000;

@ObjectType({ description: 'Where a page lies in its list.' })
export class PageInfo {
  @Field(() => Boolean, {
    description:
      'Whether anything may follow. Only `false` is the end: a page may hold fewer rows than asked.',
  })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Whether the page was asked for with `after`.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to pass as `after` for the next page; null when nothing was looked at.',
  })
  endCursor: string | null;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** What the fields of a connection read. What costs something is worked out only when asked for. */
export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly edges: () => Edge<Node>[];
  readonly pageInfo: { readonly [Field in keyof PageInfo]: PageInfo[Field] | (() => PageInfo[Field]) };
  readonly totalCount: () => number | null | Promise<number | null>;
}

interface ConnectionOptions {
  /** How to name many nodes in a sentence, such as `spaces`. */
  readonly plural: string;
  /** Whether the total may be unknown. */
  readonly nullableTotal?: boolean;
}

/** The class of the type `XConnection`, with `XEdge`, for the node type X. */
export function ConnectionOf<Node>(node: Type<Node>, { plural, nullableTotal = false }: ConnectionOptions) {
  @ObjectType(`${node.name}Edge`, { description: `One of the ${plural} with its cursor.` })
  class EdgeType {
    @Field(() => String, {
      description: 'Opaque; valid only as `after` of the same list with the same filters.',
    })
    cursor: string;

    @Field(() => node, { description: 'The row itself.' })
    node: Node;
  }

  @ObjectType(`${node.name}Connection`, { description: `A page of ${plural}.` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: 'The rows of this page, each with its cursor.' })
    edges: EdgeType[];

    @Field(() => [node], { description: 'The rows of this page, without cursors.' })
    nodes: Node[];

    @Field(() => PageInfo, { description: 'Where this page lies in its list.' })
    pageInfo: PageInfo;

    @Field(() => Int, {
      nullable: nullableTotal,
      description: `How many ${plural} match in all; counted only when asked for, and no further than ${countedAtMost}.${nullableTotal ? ' Null when that is not known.' : ''}`,
    })
    totalCount: number;
  }
  return ConnectionType;
}

/** The page arguments of a list; `first` has the default and the largest value given. */
export function pageArgs(defaultFirst: number, most = mostPerPage) {
  @ArgsType()
  class PageArgsType {
    @Field(() => Int, {
      nullable: true,
      defaultValue: defaultFirst,
      description: `How many rows at most, 1 to ${most}.`,
    })
    first: number | null;

    @Field(() => String, {
      nullable: true,
      description: 'The `endCursor` of the page before; absent for the first page.',
    })
    after?: string | null;
  }
  return PageArgsType;
}

@ArgsType()
export class PageArgs extends pageArgs(20) {}

/** @throws BadInput unless 1 to `most`; null takes the default */
export function pageSize(first: number | null, fallback: number, most = mostPerPage): number {
  const size = first ?? fallback;
  if (size < 1 || size > most) throw new BadInput('first', `must be from 1 to ${most}`);
  return size;
}

interface PageOf<Node> {
  readonly nodes: readonly Node[];
  /** @param index where the node is in `nodes` */
  readonly cursorOf: (node: Node, index: number) => string;
  readonly hasNextPage: boolean;
  readonly after: string | null | undefined;
  /** Where the next page begins, when that is not behind the last row. */
  readonly endCursor?: () => string | null;
  readonly totalCount: () => number | null | Promise<number | null>;
}

/** The connection of one page. */
export function toConnection<Node>(page: PageOf<Node>): Connection<Node> {
  const { nodes, cursorOf } = page;
  const first = nodes[0];
  const last = nodes.at(-1);
  return {
    nodes,
    edges: () => nodes.map((node, index) => ({ cursor: cursorOf(node, index), node })),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: Boolean(page.after),
      startCursor: () => (first === undefined ? null : cursorOf(first, 0)),
      endCursor: page.endCursor ?? (() => (last === undefined ? null : cursorOf(last, nodes.length - 1))),
    },
    totalCount: page.totalCount,
  };
}
