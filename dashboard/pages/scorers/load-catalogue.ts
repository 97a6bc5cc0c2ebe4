import type { CustomScorer, ScorerInfo } from '@assay/sdk';
import { session } from '../../session/session.ts';

export interface Catalogue {
  builtIn: ScorerInfo[];
  own: CustomScorer[];
}

const MOST_OWN = 1_000;

let builtIn: Promise<ScorerInfo[]> | undefined;

/** The catalogue, which is loaded once, and the project's own scorers, which can change. */
export async function loadCatalogue(): Promise<Catalogue> {
  const { scorers } = session().assay;
  builtIn ??= collect(scorers.list());
  const known = builtIn.catch((cause: unknown) => {
    builtIn = undefined;
    throw cause;
  });
  const [listed, own] = await Promise.all([known, collect(scorers.own({ limit: 100 }))]);
  return { builtIn: listed, own };
}

async function collect<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) {
    items.push(item);
    if (items.length === MOST_OWN) break;
  }
  return items;
}
