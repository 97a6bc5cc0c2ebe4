import { ApiPromise } from './api-promise.ts';
import type { Call } from './call.ts';
import type { RequestOptions } from './options.ts';
import type { Answer, ApiRequest } from './transport.ts';

/** A page of a listing; iterating over it gives its items and those of the pages after. */
export class Page<Item> implements AsyncIterable<Item> {
  /** Up to `limit` of them, in the order of the listing. */
  readonly items: Item[];
  /** What the next page is asked for by; null on the last. */
  readonly nextCursor: string | null;
  readonly #turn: (cursor: string) => PagePromise<Item>;

  constructor(
    items: Item[],
    nextCursor: string | null,
    turn: (cursor: string) => PagePromise<Item>,
  ) {
    this.items = items;
    this.nextCursor = nextCursor;
    this.#turn = turn;
  }

  /** The page after this one; null after the last. */
  async nextPage(): Promise<Page<Item> | null> {
    return this.nextCursor === null ? null : this.#turn(this.nextCursor);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for (let page: Page<Item> | null = this; page; page = await page.nextPage()) yield* page.items;
  }
}

/**
 * A listing: awaited it is its first page, iterated over it is every item of every page.
 *
 * @example
 * for await (const verdict of assay.verdicts.list({ passed: false })) console.log(verdict.id);
 */
export class PagePromise<Item> extends ApiPromise<Page<Item>> implements AsyncIterable<Item> {
  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    yield* await this;
  }
}

interface Listing<Item> {
  items: Item[];
  /** Listings that come whole have none. */
  nextCursor?: string | null;
}

/** Asks for a page, and knows how to ask for the next. */
export function listOf<Item>(
  call: Call,
  request: Omit<ApiRequest, 'args' | 'method'>,
  filter: { cursor?: string | undefined },
  options?: RequestOptions,
  ids: readonly string[] = [],
): PagePromise<Item> {
  const page = async (): Promise<Answer<Page<Item>>> => {
    const asked = call<Listing<Item>>(
      { ...request, method: 'GET', args: [...ids, filter], query: filter },
      options,
    );
    const { data, response } = await asked.answer;
    const turn = (cursor: string) =>
      listOf<Item>(call, request, { ...filter, cursor }, options, ids);
    return { data: new Page(data.items, data.nextCursor ?? null, turn), response };
  };
  return new PagePromise(page());
}
