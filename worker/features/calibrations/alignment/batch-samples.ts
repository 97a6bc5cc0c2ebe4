import type { Verdict } from '@assay/schema/types.ts';
import type { Line } from '../../../core/read-lines.ts';
import type { ItemStore, StoredItem } from '../../../store/items.ts';
import { NO_SAMPLE } from '../../../store/no-sample.ts';

interface BatchSampleNeeds {
  items: ItemStore;
}

const PAGE = 100;

/** The samples of a batch at some places, as lines of another batch: in order, counted anew from 1. */
export async function* linesAt(
  batchId: string,
  places: ReadonlySet<number>,
  services: BatchSampleNeeds,
): AsyncGenerator<Line[]> {
  let number = 0;
  for await (const items of pagesOf(batchId, true, services)) {
    yield items.flatMap(({ at, sample }) => {
      if (!places.has(at)) return [];
      number += 1;
      const fault = sample === NO_SAMPLE ? 'was not kept: only scores were' : '';
      return [{ number, text: sample, fault }];
    });
  }
}

/** The verdicts of a batch, in order; null where there is none. */
export async function verdictsOf(
  batchId: string,
  services: BatchSampleNeeds,
): Promise<(Verdict | null)[]> {
  const verdicts: (Verdict | null)[] = [];
  for await (const items of pagesOf(batchId, false, services)) {
    for (const { verdict } of items) verdicts.push(verdict === null ? null : JSON.parse(verdict));
  }
  return verdicts;
}

/** All items of a batch, a page at a time. */
export async function* pagesOf(
  batchId: string,
  withSamples: boolean,
  { items }: BatchSampleNeeds,
): AsyncGenerator<StoredItem[]> {
  for (let after = -1; ; ) {
    const page = await items.page({ batchId, after, limit: PAGE, withSamples });
    yield page.items;
    if (page.isLast) return;
    after = page.items.at(-1)?.at ?? after;
  }
}
