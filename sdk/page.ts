import { ApiPromise } from './api-promise.ts';
import type { Call } from './call.ts';
import type { RequestOptions } from './options.ts';
import type { Answer, ApiRequest } from './transport.ts';

/** A page of a list; iterating over it yields its items and those of later pages. */
export class Page<Item> implements AsyncIterable<Item> {
  /** Up to `limit` items, in order. */
  readonly items: Item[];
  /** Cursor of the next page; null on the last page. */
  readonly nextCursor: string | null;
  /** Number of items examined for this page, if the list is searched. */
  readonly scanned: number | undefined;
  readonly #turn: (cursor: string) => PagePromise<Item>;

  constructor(
    items: Item[],
    nextCursor: string | null,
    turn: (cursor: string) => PagePromise<Item>,
    scanned?: number,
  ) {
    this.items = items;
    this.nextCursor = nextCursor;
    this.scanned = scanned;
    this.#turn = turn;
  }

  /** Fetches the next page; null after the last. */
  async nextPage(): Promise<Page<Item> | null> {
    return this.nextCursor === null ? null : this.#turn(this.nextCursor);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for (let page: Page<Item> | null = this; page; page = await page.nextPage()) yield* page.items;
  }
}

/**
 * A list: await it for its first page, or iterate over all items of all pages.
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
  /** Unpaginated lists have none. */
  nextCursor?: string | null;
  scanned?: number;
}

/** Fetches a page, and can fetch the next. */
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
    return { data: new Page(data.items, data.nextCursor ?? null, turn, data.scanned), response };
  };
  return new PagePromise(page());
}
