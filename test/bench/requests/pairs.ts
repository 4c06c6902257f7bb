import assert from 'node:assert/strict';
import { Line, type Request } from '../load/line.js';
import { graphql, type Selection, type SlotQuery } from './graphql.js';
import { filterOf, type ListQuery, mix } from './mix.js';
import { plain } from './plain.js';

/** What is read: two lists, one space, one slot. */
export type Kind = Selection | 'detail' | 'availability';

/** The same requests to both sides, whose answers have been found equal. */
export interface Pairs {
  readonly subject: readonly Request[];
  readonly floor: readonly Request[];
}

/** Behind which row a page begins, in the words of each side. */
interface Cursors {
  readonly subject: string;
  readonly floor: string;
}

/** A page of a list, whoever has answered it. */
interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly hasNextPage: boolean;
  readonly end: string;
}

/** Asks both sides everything once, before anything is measured. */
export class Pairing {
  private readonly cursors = new Map<string, Cursors | null>();

  private constructor(
    private readonly subject: Line,
    private readonly floor: Line,
  ) {}

  static async open(subjectPort: number, floorPort: number): Promise<Pairing> {
    return new Pairing(await Line.open(subjectPort), await Line.open(floorPort));
  }

  close(): void {
    this.subject.close();
    this.floor.close();
  }

  /** All requests of a kind. */
  of(kind: Kind): Promise<Pairs> {
    if (kind === 'detail') return this.details();
    if (kind === 'availability') return this.availabilities();
    return this.lists(kind);
  }

  /** The 240 lists of the mix. */
  private async lists(selection: Selection): Promise<Pairs> {
    const pairs: [Request, Request][] = [];
    for (const query of mix()) {
      const after = await this.before(query);
      pairs.push((await this.list(query, selection, after)).requests);
    }
    return unzip(pairs);
  }

  /** 60 spaces whole, from all over the lists. */
  private async details(): Promise<Pairs> {
    const pairs: [Request, Request][] = [];
    for (const id of await this.someSpaces(60)) {
      pairs.push(await this.same(graphql.detail(id), plain.detail(id), ({ data }) => data.space));
    }
    return unzip(pairs);
  }

  /** 240 questions about a slot of those spaces. */
  private async availabilities(): Promise<Pairs> {
    const pairs: [Request, Request][] = [];
    const answers = new Set<boolean>();
    for (const [number, id] of (await this.someSpaces(60)).entries()) {
      for (const option of ['DAY', 'NIGHT', 'ALL', 'DAY'] as const) {
        const date = filterOf(['date'], 4 * number + pairs.length).date as string;
        const query: SlotQuery = { id, date, option };
        const told = (answer: any) => {
          answers.add(answer.data.space.isAvailable);
          return answer.data.space;
        };
        pairs.push(await this.same(graphql.availability(query), plain.availability(query), told));
      }
    }
    assert.equal(answers.size, 2, 'Some slots are free and some are not.');
    return unzip(pairs);
  }

  /** Ids of so many spaces, in the order in which lists show them. */
  private async someSpaces(count: number): Promise<string[]> {
    const ids = new Set<string>();
    for (const query of mix()) {
      if (query.page > 1) continue;
      const { nodes } = (await this.list(query, 'card', null)).page;
      for (const { id } of nodes.slice(0, 3)) if (ids.size < count) ids.add(id);
    }
    return [...ids];
  }

  /** The cursors behind which the page of a query begins, of both sides; null for the first page. */
  private async before(query: ListQuery): Promise<Cursors | null> {
    if (query.page === 1) return null;
    const key = JSON.stringify(query);
    const known = this.cursors.get(key);
    if (known !== undefined) return known;
    const previous = { ...query, page: query.page - 1 };
    const start = await this.before(previous);
    const { page, ends } = await this.list(previous, 'card', start);
    // A list of a rare district may have ended: then its last page it is.
    const next = page.hasNextPage ? ends : start;
    this.cursors.set(key, next);
    return next;
  }

  private async list(query: ListQuery, selection: Selection, after: Cursors | null) {
    const pages: Page[] = [];
    const requests = await this.same(
      graphql.list(query, selection, after?.subject ?? null),
      plain.list(query, selection, after?.floor ?? null),
      ({ data: { spaces } }) => {
        const { hasNextPage, endCursor } = spaces.pageInfo;
        pages.push({ nodes: spaces.nodes, hasNextPage, end: endCursor });
        return { nodes: spaces.nodes, hasNextPage };
      },
      ({ end, ...page }) => {
        pages.push({ ...page, end });
        return page;
      },
    );
    const [one, other] = pages as [Page, Page];
    return { requests, page: one, ends: { subject: one.end, floor: other.end } };
  }

  /** @throws unless both answer alike: the same values in the same order */
  private async same(
    subject: Request,
    floor: Request,
    ofSubject: (answer: any) => unknown,
    ofFloor: (answer: any) => unknown = (answer) => answer,
  ): Promise<[Request, Request]> {
    const [one, other] = await Promise.all([
      this.subject.send(subject.bytes, true),
      this.floor.send(floor.bytes, true),
    ]);
    const [given, expected] = [one, other].map(({ body }) => JSON.parse(body.toString()));
    assert.equal(given.errors, undefined, `${String(subject.bytes)}\n${String(one.body)}`);
    assert.deepEqual(
      ofSubject(given),
      ofFloor(expected),
      `The answers differ to\n${String(subject.bytes)}\n${String(floor.bytes)}`,
    );
    return [
      { ...subject, length: one.length },
      { ...floor, length: other.length },
    ];
  }
}

function unzip(pairs: readonly [Request, Request][]): Pairs {
  return { subject: pairs.map(([one]) => one), floor: pairs.map(([, other]) => other) };
}
