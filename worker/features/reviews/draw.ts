import type { Sampling } from '@assay/schema/types.ts';
import { type Random, randomIndex } from '../../core/statistics/random.ts';
import type { Candidate } from './candidate.ts';

/** A candidate that was drawn. */
export interface Drawn<Item> {
  candidate: Item;
  stratum: string | null;
  /** null if it was chosen, not drawn at random. */
  inclusionProbability: number | null;
}

/** Whether a way of drawing gives every item a known probability, so that its labels can be weighed. */
export function isEstimable({ method }: Sampling): boolean {
  return method === 'all' || method === 'random' || method === 'stratified';
}

/**
 * Draws from candidates, in the order in which reviewers are to see them: at random if the draw is,
 * so that a queue that is left half done is a random sample too.
 */
export function draw<Item extends Pick<Candidate, 'stratum' | 'priority'>>(
  candidates: readonly Item[],
  sampling: Sampling,
  random: Random,
): Drawn<Item>[] {
  switch (sampling.method) {
    case 'all':
      return candidates.map((candidate) => ({ candidate, stratum: null, inclusionProbability: 1 }));
    case 'random': {
      const drawn = shuffled(candidates, random).slice(0, sampling.size);
      const inclusionProbability = drawn.length / candidates.length;
      return drawn.map((candidate) => ({ candidate, stratum: null, inclusionProbability }));
    }
    case 'stratified':
      return drawStratified(candidates, sampling, random);
    default:
      return candidates
        .filter(({ priority }) => priority !== null)
        .toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0))
        .slice(0, sampling.size)
        .map((candidate) => ({ candidate, stratum: null, inclusionProbability: null }));
  }
}

function drawStratified<Item extends Pick<Candidate, 'stratum'>>(
  candidates: readonly Item[],
  { size, allocation = 'proportional' }: Extract<Sampling, { method: 'stratified' }>,
  random: Random,
): Drawn<Item>[] {
  const strata = [...Map.groupBy(candidates, ({ stratum }) => stratum)];
  const sizes = strata.map(([, items]) => items.length);
  const shares = allocation === 'equal' ? sizes.map(() => 1) : sizes;
  const counts = allocate(size, sizes, shares);
  const drawn = strata.flatMap(([stratum, items], i) =>
    shuffled(items, random)
      .slice(0, counts[i])
      .map((candidate) => ({
        candidate,
        stratum,
        inclusionProbability: (counts[i] ?? 0) / items.length,
      })),
  );
  return shuffled(drawn, random);
}

/**
 * Spreads so many draws over strata by their shares, one for each stratum at least if they suffice:
 * each draw goes where most is lacking, as long as the stratum has items left.
 */
export function allocate(
  size: number,
  sizes: readonly number[],
  shares: readonly number[],
): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const counts = sizes.map(() => 0);
  const most = Math.min(
    size,
    sizes.reduce((sum, count) => sum + count, 0),
  );
  for (let given = 0; given < most; given += 1) {
    let next = -1;
    let lack = Number.NEGATIVE_INFINITY;
    for (const [i, count] of counts.entries()) {
      if (count >= (sizes[i] ?? 0)) continue;
      const wanted = ((shares[i] ?? 0) / total) * size - count + (count === 0 ? size : 0);
      if (wanted > lack) [next, lack] = [i, wanted];
    }
    counts[next] = (counts[next] ?? 0) + 1;
  }
  return counts;
}

/** In another order, each equally likely. Source: Fisher and Yates, by Durstenfeld 1964. */
function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = randomIndex(random, i + 1);
    const [here, there] = [order[i], order[j]];
    if (here !== undefined && there !== undefined) [order[i], order[j]] = [there, here];
  }
  return order;
}
