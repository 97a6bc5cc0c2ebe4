import type { Page } from '@assay/sdk';
import { type ReadonlySignal, signal } from '@preact/signals';
import { endSessionIfRefused } from './use-loaded.ts';

/** A list of the API, loaded page by page as it is scrolled. */
export interface PagedList<Item> {
  items: ReadonlySignal<readonly Item[]>;
  isLoading: ReadonlySignal<boolean>;
  /** Whether there is no page left. */
  isComplete: ReadonlySignal<boolean>;
  error: ReadonlySignal<unknown>;
  /** Loads the next page, unless one is being loaded. */
  more(): Promise<void>;
  /** Loads the list anew as far as one page, in place of what there is. */
  refresh(): Promise<void>;
}

/** @param first asks for the first page */
export function createPagedList<Item>(first: () => PromiseLike<Page<Item>>): PagedList<Item> {
  const items = signal<readonly Item[]>([]);
  const isLoading = signal(false);
  const isComplete = signal(false);
  const error = signal<unknown>(undefined);
  let last: Page<Item> | undefined;

  async function load(isAnew: boolean): Promise<void> {
    if (isLoading.value) return;
    isLoading.value = true;
    error.value = undefined;
    try {
      const page = isAnew || last === undefined ? await first() : await last.nextPage();
      if (page !== null) {
        last = page;
        items.value = isAnew ? page.items : [...items.value, ...page.items];
      }
      isComplete.value = page === null || page.nextCursor === null;
    } catch (cause) {
      endSessionIfRefused(cause);
      error.value = cause;
    } finally {
      isLoading.value = false;
    }
  }

  return {
    ...{ items, isLoading, isComplete, error },
    async more() {
      if (!isComplete.value) await load(false);
    },
    refresh: () => load(true),
  };
}
