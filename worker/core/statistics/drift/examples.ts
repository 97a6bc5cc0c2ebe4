import type { Run } from './detector.ts';
import type { Explanation } from './explanation.ts';
import type { Direction } from './shiryaev-roberts.ts';
import type { Labelled } from './slices.ts';

/** A value that can be looked up. */
export interface Example extends Labelled {
  id: string;
}

/** For each of the detector's runs, in its order, the values that went furthest in its direction. */
export type ExampleBook = readonly { number: number; furthest: readonly Example[] }[];

/** How many are kept of a run. */
const MOST_KEPT = 40;

/**
 * Keeps the values that went furthest since each run began. Of equal ones, chance decides, by their id,
 * so that neither the first nor the last are favoured.
 *
 * @param runs of the detector's state after it took the value
 */
export function addToExamples(
  book: ExampleBook,
  example: Example,
  runs: readonly Run[],
): ExampleBook {
  return runs.map(({ direction, number }, i) => {
    const kept = book[i];
    const before = kept?.number === number ? kept.furthest : [];
    const last = before.at(-1);
    if (before.length === MOST_KEPT && last && compare(last, example, direction) <= 0) {
      return { number, furthest: before };
    }
    const furthest = [...before, example].sort((one, other) => compare(one, other, direction));
    return { number, furthest: furthest.slice(0, MOST_KEPT) };
  });
}

/** The examples that show a change best: those in the slices that explain it, furthest first. */
export function showingBest(
  book: ExampleBook,
  {
    runs,
    direction,
    explanation,
    count = 5,
  }: {
    runs: readonly Run[];
    direction: Direction;
    explanation: Explanation | null;
    count?: number;
  },
): Example[] {
  const index = runs.findIndex((run) => run.direction === direction);
  const kept = book[index];
  if (kept === undefined || kept.number !== runs[index]?.number) return [];
  const causes = explanation?.slices.filter(({ cause }) => cause !== null) ?? [];
  const explained = ({ traits }: Example) =>
    causes.filter((cause) =>
      traits.some(({ key, value }) => key === cause.key && value === cause.value),
    ).length;
  return [...kept.furthest]
    .sort((one, other) => explained(other) - explained(one) || compare(one, other, direction))
    .slice(0, count);
}

function compare(one: Example, other: Example, direction: Direction): number {
  const apart = direction === 'decrease' ? one.value - other.value : other.value - one.value;
  return apart || numberOf(one.id) - numberOf(other.id);
}

/**
 * A number for an id that looks like chance.
 *
 * Source: FNV-1a, Fowler, Noll & Vo; the last steps of MurmurHash3, Appleby.
 */
function numberOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
